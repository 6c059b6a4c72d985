package io.github.redispatterns.ratelimit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Availability;
import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Pause;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.ScriptRunner;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Rate limits on Redis.
 */
final class RedisRateLimits implements RateLimits, Availability.Listener {

	private static final Log logger = LogFactory.getLog(RedisRateLimits.class);

	private static final int MOST_CHARGES = 8;

	private static final Duration LONGEST_WAIT = Duration.ofDays(366);

	private final Map<String, LimitState> states = new ConcurrentHashMap<>();

	private final RateLimitKeys keys;

	private final RateLimitScripts scripts;

	private final Overrides overrides;

	private final RateLimitProperties properties;

	private final MetersSource meters;

	private final Consumer<RateLimitEvent> events;

	RedisRateLimits(ScriptRunner runner, KeySpace space, RateLimitProperties properties, Background background,
			MetersSource meters, Consumer<RateLimitEvent> events) {
		this.keys = new RateLimitKeys(space);
		this.scripts = new RateLimitScripts(runner);
		this.overrides = new Overrides(new OverrideScripts(runner, this.keys), background, properties.refreshInterval(),
				() -> this.states.values().forEach(LimitState::forgetAll));
		this.properties = properties;
		this.meters = meters;
		this.events = events;
	}

	@Override
	public Decision tryAcquire(Charge charge) {
		LimitState state = state(charge.policy());
		long now = System.nanoTime();
		this.overrides.refreshIfDue(now);
		Decision decision = state.recall(charge.key(), charge.cost(), now);
		if (decision == null) {
			decision = ask(state, charge, now);
		}
		state.meters.decided(decision);
		return decision;
	}

	private Decision ask(LimitState state, Charge charge, long now) {
		String key = charge.key();
		try {
			CompiledPolicy policy = this.overrides.effective(state.compiled, key, this.keys);
			List<Quota> quotas = (charge.cost() > 0) ? this.scripts.take(policy, key, charge.cost())
					: this.scripts.look(policy, key, 0);
			Decision decision = policy.decide(quotas, Decision.Source.REDIS);
			state.meters.answered(System.nanoTime() - now);
			if (!isPlainAdmission(decision)) {
				state.learn(charge, policy, decision, now);
				this.events.accept(new RateLimitEvent.Exceeded(charge, decision));
			}
			return decision;
		}
		catch (RedisUnavailableException ex) {
			return withoutRedis(state, charge, now, ex);
		}
	}

	private static boolean isPlainAdmission(Decision decision) {
		return decision instanceof Decision.Allowed allowed && !allowed.shadowed();
	}

	private static Decision withoutRedis(LimitState state, Charge charge, long now, RedisUnavailableException ex) {
		logger.trace("Deciding without Redis", ex);
		return state.withoutRedis(charge.key(), charge.cost(), now);
	}

	@Override
	public Decision tryAcquire(List<Charge> charges) {
		Require.that(!charges.isEmpty() && charges.size() <= MOST_CHARGES, "charges", charges.size(),
				"1 to " + MOST_CHARGES);
		if (charges.size() == 1) {
			return tryAcquire(charges.get(0));
		}
		long now = System.nanoTime();
		Decision refused = null;
		for (Charge charge : charges) {
			LimitState state = state(charge.policy());
			refused = (refused != null) ? refused : state.recall(charge.key(), charge.cost(), now);
		}
		if (refused == null) {
			return new JointCharges(this).take(charges);
		}
		this.overrides.refreshIfDue(now);
		state(refused.policy()).meters.decided(refused);
		return refused;
	}

	void giveBackLocally(Charge charge) {
		state(charge.policy()).giveBackLocally(charge.key(), charge.cost());
	}

	@Override
	public Decision acquire(Charge charge, Duration timeout) throws InterruptedException {
		Require.that(!timeout.isNegative(), "timeout", timeout, "zero or more");
		long deadline = System.nanoTime() + ((timeout.compareTo(LONGEST_WAIT) < 0) ? timeout : LONGEST_WAIT).toNanos();
		while (true) {
			Decision decision = tryAcquire(charge);
			if (!(decision instanceof Decision.Refused refused) || refused.source() == Decision.Source.UNAVAILABLE) {
				return decision;
			}
			long left = deadline - System.nanoTime();
			if (refused.retryAfter().compareTo(Duration.ofNanos(Math.max(0, left))) > 0) {
				return decision;
			}
			Pause.of(refused.retryAfter());
		}
	}

	@Override
	public Reservation reserve(Charge charge) {
		Require.that(charge.cost() >= 1, "cost", charge.cost(), "1 or more to reserve");
		LimitState state = state(charge.policy());
		String key = charge.key();
		long now = System.nanoTime();
		this.overrides.refreshIfDue(now);
		try {
			CompiledPolicy policy = this.overrides.effective(state.compiled, key, this.keys);
			RateLimitScripts.Reserved reserved = this.scripts.reserve(policy, key, charge.cost(),
					UUID.randomUUID().toString(), this.properties.reservationHold());
			Decision decision = policy.decide(reserved.quotas(), Decision.Source.REDIS);
			boolean taken = reserved.quotas().stream().allMatch(Quota::admits);
			state.meters.answered(System.nanoTime() - now);
			state.meters.decided(decision);
			if (!taken) {
				this.events.accept(new RateLimitEvent.Exceeded(charge, decision));
			}
			return new RedisReservation(decision,
					taken ? new Settlement(this.scripts, state, policy, key, reserved.hold()) : null);
		}
		catch (RedisUnavailableException ex) {
			Decision decision = withoutRedis(state, charge, now, ex);
			state.meters.decided(decision);
			boolean taken = decision.source() == Decision.Source.LOCAL && isPlainAdmission(decision);
			return new RedisReservation(decision, taken ? (keep) -> settleLocally(charge, keep) : null);
		}
	}

	private void settleLocally(Charge charge, boolean keep) {
		if (!keep) {
			giveBackLocally(charge);
		}
	}

	@Override
	public Decision peek(String policy, String key) {
		LimitState state = state(policy);
		this.overrides.refreshIfDue(System.nanoTime());
		CompiledPolicy effective = this.overrides.effective(state.compiled, key, this.keys);
		return effective.decide(this.scripts.look(effective, Charge.of(policy, key).key(), 1), Decision.Source.REDIS);
	}

	@Override
	public void refund(Charge charge) {
		LimitState state = state(charge.policy());
		if (charge.cost() > 0) {
			CompiledPolicy policy = this.overrides.effective(state.compiled, charge.key(), this.keys);
			this.scripts.refund(policy, charge.key(), charge.cost());
			state.forget(charge.key());
		}
	}

	@Override
	public void reset(String policy, String key) {
		LimitState state = state(policy);
		this.scripts.reset(state.compiled, Charge.of(policy, key).key());
		state.forget(key);
		this.overrides.tellOfReset();
		this.events.accept(new RateLimitEvent.Reset(policy, key));
	}

	@Override
	public void override(LimitOverride override) {
		RateLimitPolicy policy = state(override.policy()).compiled.policy;
		String name = override.tier();
		Tier tier = policy.tiers()
			.stream()
			.filter((candidate) -> name == null || candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new PatternConfigurationException("'tier'", "is \"" + name + "\"",
					"Tiers of '" + policy.name() + "' are "
							+ String.join(", ", policy.tiers().stream().map(Tier::name).toList()) + "."));
		tier.withLimit(override.limit());
		// by its name, so that there is one override of a tier and not two
		LimitOverride named = new LimitOverride(policy.name(), tier.name(), override.key(), override.limit(),
				override.ttl());
		this.overrides.put(named);
		this.events.accept(new RateLimitEvent.Overridden(named));
	}

	@Override
	public Collection<LimitOverride> overrides() {
		return this.overrides.refresh();
	}

	@Override
	public Collection<RateLimitPolicy> policies() {
		Map<String, RateLimitPolicy> sorted = new TreeMap<>();
		this.states.forEach((name, state) -> sorted.put(name, state.compiled.policy));
		return sorted.values();
	}

	@Override
	public void register(RateLimitPolicy policy) {
		LimitState known = this.states.computeIfAbsent(policy.name(),
				(name) -> new LimitState(new CompiledPolicy(policy, this.keys), this.meters.forPolicy(name),
						this.properties));
		if (!known.compiled.policy.equals(policy)) {
			throw new PatternConfigurationException("Rate limit '" + policy.name() + "'",
					"is defined twice: as %s and as %s".formatted(known.compiled.policy, policy),
					"Give one of them another name.");
		}
	}

	@Override
	public void availabilityChanged(boolean available, @Nullable Throwable cause) {
		this.events
			.accept(available ? new RateLimitEvent.Restored() : new RateLimitEvent.Degraded(String.valueOf(cause)));
	}

	private LimitState state(String policy) {
		LimitState state = this.states.get(policy);
		if (state == null) {
			throw new PatternConfigurationException("'policy'", "is \"" + policy + "\", which no rate limit is named",
					"Known are " + String.join(", ", new TreeSet<>(this.states.keySet()))
							+ "; define it under 'redis-patterns.ratelimit.policies'.");
		}
		return state;
	}

	/** Makes the meters of a policy. */
	@FunctionalInterface
	interface MetersSource {

		RateLimitMeters forPolicy(String name);

	}

}
