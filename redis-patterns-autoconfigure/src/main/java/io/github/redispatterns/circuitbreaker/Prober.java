package io.github.redispatterns.circuitbreaker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.redispatterns.circuitbreaker.Permission.Permitted;
import io.github.redispatterns.circuitbreaker.Permission.Refused;

/**
 * Gets permits of probes: from Redis while it answers, otherwise from the circuit itself.
 * <p>
 * A caller waits for its permit no longer than the time-out, and not at all while there
 * were none left a moment ago. A permit that comes too late is given back.
 */
final class Prober {

	private final Circuit circuit;

	private final Exchange exchange;

	private final Courier courier;

	private final CircuitBreakerScripts scripts;

	private final CircuitBreakerMeters meters;

	private final LongSupplier ticker;

	private final String instance;

	private final int permitted;

	private final long timeout;

	private final long pause;

	private final AtomicLong numbers = new AtomicLong();

	private final AtomicInteger asking = new AtomicInteger();

	private volatile Pause none = new Pause(0, 0);

	Prober(Circuit circuit, Exchange exchange, Courier courier, CircuitBreakerScripts scripts,
			CircuitBreakerMeters meters, CircuitBreakerConfig config, String instance, LongSupplier ticker) {
		this.circuit = circuit;
		this.exchange = exchange;
		this.courier = courier;
		this.scripts = scripts;
		this.meters = meters;
		this.ticker = ticker;
		this.instance = instance;
		this.permitted = config.probing().permittedCalls();
		this.timeout = config.sharing().probeTimeout().toNanos();
		this.pause = config.sharing().flushInterval().toNanos();
	}

	/**
	 * Ask whether a call may go ahead although the breaker is not closed.
	 * @param stage what the breaker is
	 * @return the answer
	 */
	Permission ask(Stage stage) {
		long now = this.ticker.getAsLong();
		Pause known = this.none;
		if (known.generation == stage.generation && known.until - now > 0) {
			return new Refused(stage.state, Duration.ofNanos(known.until - now));
		}
		if (this.exchange.isSilent(now)) {
			this.circuit.detach(now);
		}
		Permission alone = this.circuit.probeAlone(now);
		if (alone != null) {
			return alone;
		}
		if (this.asking.incrementAndGet() > this.permitted) {
			this.asking.decrementAndGet();
			return new Refused(stage.state, Duration.ofNanos(this.pause));
		}
		try {
			return await(request(), stage);
		}
		finally {
			this.asking.decrementAndGet();
		}
	}

	private CompletableFuture<Permission> request() {
		CompletableFuture<Permission> future = new CompletableFuture<>();
		String probe = this.instance + "/" + this.numbers.incrementAndGet();
		boolean taken = this.courier.submit(() -> {
			try {
				grant(probe, future);
			}
			catch (RuntimeException ex) {
				future.completeExceptionally(ex);
				throw ex;
			}
		});
		if (!taken) {
			future.completeExceptionally(new IllegalStateException("No worker"));
		}
		return future;
	}

	private void grant(String probe, CompletableFuture<Permission> future) {
		if (future.isDone()) {
			return;
		}
		long now = this.ticker.getAsLong();
		CircuitBreakerScripts.Answer answer = this.scripts.probe(this.circuit.claim(now), probe, now);
		this.exchange.adopt(answer.shared());
		if (answer.granted()) {
			Permitted permit = new Permitted(answer.shared().generation(), probe);
			if (!future.complete(permit)) {
				report(permit, Outcome.IGNORED);
			}
			return;
		}
		Stage stage = this.circuit.stage;
		if (stage.state == CircuitState.HALF_OPEN) {
			long wait = Math.min(this.pause, answer.retry().toNanos());
			this.none = new Pause(stage.generation, now + wait);
			future.complete(new Refused(stage.state, Duration.ofNanos(wait)));
		}
		else {
			future.complete(stage.permits ? stage.permitted : stage.refusal(now));
		}
	}

	private Permission await(CompletableFuture<Permission> future, Stage stage) {
		try {
			return future.get(this.timeout, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return giveUp(future, stage);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return giveUp(future, stage);
		}
		catch (ExecutionException ex) {
			long now = this.ticker.getAsLong();
			this.circuit.detach(now);
			Permission alone = this.circuit.probeAlone(now);
			return (alone != null) ? alone : stage.refusal(now);
		}
	}

	private Permission giveUp(CompletableFuture<Permission> future, Stage stage) {
		Refused refused = new Refused(stage.state, Duration.ofNanos(this.pause));
		return future.complete(refused) ? refused : await(future, stage);
	}

	/**
	 * Tell how a probe ended.
	 * @param permit its permit
	 * @param outcome its outcome
	 */
	void report(Permitted permit, Outcome outcome) {
		if (permit.generation() < 0) {
			boolean counted = this.circuit.probeEnded(permit.generation(), outcome, this.ticker.getAsLong());
			this.meters.probed(outcome, counted);
			return;
		}
		this.courier.submit(() -> {
			CircuitBreakerScripts.Answer answer = this.scripts.report(permit, outcome);
			this.meters.probed(outcome, answer.granted());
			this.exchange.adopt(answer.shared());
		});
	}

	/**
	 * There were no permits left.
	 *
	 * @param generation in which state
	 * @param until nanosecond until which nobody asks again
	 */
	private record Pause(long generation, long until) {
	}

}
