package io.github.redispatterns.circuitbreaker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The breakers of this instance.
 */
final class RedisCircuitBreakers implements CircuitBreakers, Availability.Listener, HealthDetail, AutoCloseable {

	private final Crew crew;

	private final CircuitBreakerKeys keys;

	private final String instance;

	private final CircuitBreakerProperties properties;

	private final ConfigFactory configs;

	private final Function<String, CircuitBreakerMeters> meters;

	private final Consumer<CircuitBreakerEvent> events;

	private final Map<String, RedisCircuitBreaker> breakers = new ConcurrentSkipListMap<>();

	private final Map<String, WakeUps.Listening> listenings = new ConcurrentHashMap<>();

	RedisCircuitBreakers(Crew crew, KeySpace space, CircuitBreakerProperties properties, String instance,
			Function<String, CircuitBreakerMeters> meters, Consumer<CircuitBreakerEvent> events) {
		this.crew = crew;
		this.keys = new CircuitBreakerKeys(space);
		this.instance = instance;
		this.properties = properties;
		this.configs = new ConfigFactory(properties);
		this.meters = meters;
		this.events = events;
		properties.instances().forEach((name, settings) -> get(name, this.configs.instance(name, settings)));
		// a configuration that nobody uses yet is wrong from the start all the same
		properties.configs().keySet().forEach(this.configs::named);
	}

	@Override
	public RedisCircuitBreaker get(String name) {
		RedisCircuitBreaker known = this.breakers.get(name);
		return (known != null) ? known : get(name, named(ConfigFactory.DEFAULT));
	}

	@Override
	public RedisCircuitBreaker get(String name, String configuration) {
		return get(name, named(configuration));
	}

	private CircuitBreakerConfig named(String configuration) {
		CircuitBreakerConfig config = this.configs.named(configuration);
		Require.that(config != null, "configuration", configuration,
				"one of redis-patterns.circuitbreaker.configs, which are " + this.properties.configs().keySet());
		return (config != null) ? config : CircuitBreakerConfig.defaults();
	}

	@Override
	public RedisCircuitBreaker get(String name, CircuitBreakerConfig config) {
		RedisCircuitBreaker known = this.breakers.get(name);
		if (known == null) {
			known = add(name, config);
		}
		if (!known.config().equals(config)) {
			throw new PatternConfigurationException("Circuit breaker '" + name + "'",
					"is known with another configuration", "Give one of them another name.");
		}
		return known;
	}

	private synchronized RedisCircuitBreaker add(String name, CircuitBreakerConfig config) {
		RedisCircuitBreaker known = this.breakers.get(name);
		if (known != null) {
			return known;
		}
		Require.text(name, "name");
		if (this.breakers.size() >= this.properties.most()) {
			throw new PatternConfigurationException("Circuit breaker '" + name + "'",
					"would be one more than the %d that 'redis-patterns.circuitbreaker.most' allows"
						.formatted(this.properties.most()),
					"Name breakers after what they protect, never after users or keys.");
		}
		RedisCircuitBreaker added = create(name, config);
		this.breakers.put(name, added);
		return added;
	}

	private RedisCircuitBreaker create(String name, CircuitBreakerConfig config) {
		String entity = this.keys.entity(name);
		CircuitBreakerMeters counted = this.meters.apply(name);
		Announcements announcements = new Announcements(name, this.instance, counted, this.crew.background,
				this.events);
		Circuit circuit = new Circuit(config, announcements);
		CircuitBreakerScripts scripts = new CircuitBreakerScripts(this.crew.scripts, this.keys, name, config,
				this.instance, this.crew.wakeUps.address(entity));
		Courier courier = new Courier(this.crew.workers, circuit, counted, System::nanoTime);
		Exchange exchange = new Exchange(circuit, scripts, counted, config, this.crew.timer, courier, System::nanoTime,
				(listener) -> listen(entity, listener));
		Prober prober = new Prober(circuit, exchange, courier, scripts, counted, config, this.instance,
				System::nanoTime);
		counted.show(circuit, exchange, config.window().minimum());
		return new RedisCircuitBreaker(name, config, circuit, exchange, prober, scripts, counted, announcements,
				System::nanoTime);
	}

	private void listen(String entity, WakeUps.Listener listener) {
		this.listenings.computeIfAbsent(entity, (key) -> this.crew.wakeUps.listen(key, listener));
	}

	@Override
	public Collection<CircuitBreaker> all() {
		return List.copyOf(this.breakers.values());
	}

	/**
	 * Return a known breaker.
	 * @param name its name
	 * @return the breaker, or {@code null} if nobody asked for it before
	 */
	@Nullable RedisCircuitBreaker known(String name) {
		return this.breakers.get(name);
	}

	@Override
	public void availabilityChanged(boolean available, @Nullable Throwable cause) {
		if (available) {
			this.breakers.values().forEach(RedisCircuitBreaker::redisIsBack);
		}
	}

	@Override
	public void close() {
		this.listenings.values().forEach(WakeUps.Listening::close);
		this.listenings.clear();
	}

	@Override
	public Map<String, Object> healthDetails() {
		// a breaker that is open does what it is for
		Map<String, CircuitState> states = new TreeMap<>();
		all().stream()
			.filter((breaker) -> breaker.state() != CircuitState.CLOSED)
			.forEach((breaker) -> states.put(breaker.name(), breaker.state()));
		return states.isEmpty() ? Map.of() : Map.of("circuitBreakers", states);
	}

	/**
	 * Who does the work that no caller waits for.
	 *
	 * @param scripts runs scripts
	 * @param wakeUps brings signals
	 * @param timer looks at counts and never blocks
	 * @param workers talk to Redis
	 * @param background publishes events
	 */
	record Crew(ScriptRunner scripts, WakeUps wakeUps, Background timer, Workers workers, Background background) {
	}

}
