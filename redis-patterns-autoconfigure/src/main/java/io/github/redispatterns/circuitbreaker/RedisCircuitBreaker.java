package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Forced;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Reset;
import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.circuitbreaker.Permission.Refused;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * One breaker. What a call costs while the breaker is closed is all here and in
 * {@link Tally}: read the stage, look at the clock twice, add to one number.
 */
final class RedisCircuitBreaker implements CircuitBreaker {

	private static final Duration LONGEST_FORCE = Duration.ofDays(366);

	private final String name;

	private final CircuitBreakerConfig config;

	private final Outcomes outcomes;

	private final Circuit circuit;

	private final Exchange exchange;

	private final Prober prober;

	private final CircuitBreakerScripts scripts;

	private final CircuitBreakerMeters meters;

	private final Announcements announcements;

	private final LongSupplier ticker;

	RedisCircuitBreaker(String name, CircuitBreakerConfig config, Circuit circuit, Exchange exchange, Prober prober,
			CircuitBreakerScripts scripts, CircuitBreakerMeters meters, Announcements announcements,
			LongSupplier ticker) {
		this.name = name;
		this.config = config;
		this.outcomes = new Outcomes(config);
		this.circuit = circuit;
		this.exchange = exchange;
		this.prober = prober;
		this.scripts = scripts;
		this.meters = meters;
		this.announcements = announcements;
		this.ticker = ticker;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public CircuitBreakerConfig config() {
		return this.config;
	}

	@Override
	public <T extends @Nullable Object> T execute(Callable<? extends T> call) throws Exception {
		Stage stage = this.circuit.stage;
		if (!stage.counts) {
			return executeGuarded(call);
		}
		long start = this.ticker.getAsLong();
		T result;
		try {
			result = call.call();
		}
		catch (Throwable ex) {
			count(stage, this.outcomes.of(ex, this.ticker.getAsLong() - start));
			throw ex;
		}
		count(stage, this.outcomes.of(result, this.ticker.getAsLong() - start));
		return result;
	}

	private <T extends @Nullable Object> T executeGuarded(Callable<? extends T> call) throws Exception {
		Permitted permitted = require();
		long start = this.ticker.getAsLong();
		T result;
		try {
			result = call.call();
		}
		catch (Throwable ex) {
			ended(permitted, this.outcomes.of(ex, this.ticker.getAsLong() - start));
			throw ex;
		}
		ended(permitted, this.outcomes.of(result, this.ticker.getAsLong() - start));
		return result;
	}

	@Override
	public void run(Runnable call) {
		try {
			execute(() -> {
				call.run();
				return null;
			});
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("A Runnable throws no checked exception", ex);
		}
	}

	@Override
	public <T extends @Nullable Object> CompletionStage<T> executeAsync(Supplier<? extends CompletionStage<T>> call) {
		Permission permission = tryAcquire();
		if (permission instanceof Refused refused) {
			return CompletableFuture.failedFuture(new CircuitOpenException(this.name, refused));
		}
		Permitted permitted = (Permitted) permission;
		long start = this.ticker.getAsLong();
		CompletionStage<T> stage;
		try {
			stage = call.get();
		}
		catch (Throwable ex) {
			ended(permitted, this.outcomes.of(ex, this.ticker.getAsLong() - start));
			throw ex;
		}
		return stage.whenComplete((result, ex) -> {
			long took = this.ticker.getAsLong() - start;
			ended(permitted, (ex != null) ? this.outcomes.of(cause(ex), took) : this.outcomes.of(result, took));
		});
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	@Override
	public Permission tryAcquire() {
		Stage stage = this.circuit.stage;
		if (stage.permits) {
			if (!stage.counts) {
				this.exchange.touch();
			}
			return stage.permitted;
		}
		return tryAcquireFrom(stage);
	}

	private Permission tryAcquireFrom(Stage stage) {
		this.exchange.touch();
		long now = this.ticker.getAsLong();
		boolean refuses = stage.state == CircuitState.FORCED_OPEN
				|| (stage.state == CircuitState.OPEN && !stage.hasEnded(now));
		Permission permission = refuses ? stage.refusal(now) : this.prober.ask(stage);
		if (!permission.permitted()) {
			this.meters.refused();
		}
		return permission;
	}

	private Permitted require() {
		Permission permission = tryAcquire();
		if (permission instanceof Refused refused) {
			throw new CircuitOpenException(this.name, refused);
		}
		return (Permitted) permission;
	}

	@Override
	public void succeeded(Permitted permission, Duration duration) {
		ended(permission, this.outcomes.of((Object) null, duration.toNanos()));
	}

	@Override
	public void returned(Permitted permission, Duration duration, @Nullable Object result) {
		ended(permission, this.outcomes.of(result, duration.toNanos()));
	}

	@Override
	public void failed(Permitted permission, Duration duration, Throwable failure) {
		ended(permission, this.outcomes.of(failure, duration.toNanos()));
	}

	@Override
	public void released(Permitted permission) {
		ended(permission, Outcome.IGNORED);
	}

	private void ended(Permitted permission, Outcome outcome) {
		if (!permission.probe().isEmpty()) {
			this.prober.report(permission, outcome);
			this.exchange.touch();
			return;
		}
		Stage stage = this.circuit.stage;
		if (stage.generation != permission.generation()) {
			this.meters.late();
		}
		else if (stage.counts) {
			count(stage, outcome);
		}
	}

	private void count(Stage stage, Outcome outcome) {
		if (this.circuit.stage != stage) {
			this.meters.late();
			return;
		}
		if (outcome == Outcome.IGNORED) {
			this.meters.ignored();
			this.exchange.touch();
			return;
		}
		Tally.Notice notice = stage.tally.add(outcome);
		if (notice != Tally.Notice.NONE) {
			this.exchange.noticed(notice);
		}
	}

	@Override
	public CircuitState state() {
		return this.circuit.stage.state;
	}

	@Override
	public boolean isAlone() {
		return this.circuit.isDetached() || this.circuit.stage.isAlone();
	}

	@Override
	public CircuitMetrics metrics() {
		return this.meters.metrics();
	}

	@Override
	public SharedCircuit shared() {
		return this.scripts.view();
	}

	@Override
	public void force(CircuitState state, Duration ttl, String actor, String reason) {
		Require.that(state.isForced(), "state", state, "FORCED_OPEN, DISABLED or METRICS_ONLY");
		Require.between(ttl, Duration.ofSeconds(1), LONGEST_FORCE, "ttl");
		put(state, ttl, actor, reason);
		this.announcements.publish(new Forced(this.name, state, ttl, actor, reason));
	}

	@Override
	public void reset(String actor, String reason) {
		put(CircuitState.CLOSED, Duration.ZERO, actor, reason);
		this.announcements.publish(new Reset(this.name, actor, reason));
	}

	private void put(CircuitState state, Duration ttl, String actor, String reason) {
		Require.text(actor, "actor");
		Require.text(reason, "reason");
		Claim claim = this.circuit.claim(this.ticker.getAsLong());
		this.exchange.adopt(this.scripts.force(claim, state, ttl, actor, reason).shared());
	}

	/**
	 * Whether Redis knows all that was counted.
	 * @return whether nothing is left to tell or to hear
	 */
	boolean isQuiet() {
		return this.circuit.stage.tally.isEmpty() && this.exchange.isQuiet();
	}

	/**
	 * Whether changes of the shared state reach this instance.
	 * @return whether it has asked Redis and Redis has answered
	 */
	boolean isInStep() {
		return this.exchange.isInStep();
	}

	void redisIsBack() {
		this.exchange.redisIsBack();
	}

	@Override
	public String toString() {
		return "CircuitBreaker '" + this.name + "' " + this.circuit.stage.state;
	}

}
