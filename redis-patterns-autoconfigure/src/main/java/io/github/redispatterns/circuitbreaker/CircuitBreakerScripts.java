package io.github.redispatterns.circuitbreaker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Waiting;
import io.github.redispatterns.circuitbreaker.CircuitBreakerConfig.Window;
import io.github.redispatterns.circuitbreaker.CircuitBreakerEvent.Cause;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * The scripts of one breaker, one typed method each.
 */
final class CircuitBreakerScripts {

	private static final LuaScript<List<Object>> EXCHANGE = LuaScript.mixed(CircuitBreakerScripts.class,
			"exchange.lua");

	private static final LuaScript<List<Object>> PROBE = LuaScript.mixed(CircuitBreakerScripts.class, "probe.lua");

	private static final LuaScript<List<Object>> REPORT = LuaScript.mixed(CircuitBreakerScripts.class, "report.lua");

	private static final LuaScript<List<Object>> FORCE = LuaScript.mixed(CircuitBreakerScripts.class, "force.lua");

	private static final LuaScript<List<Object>> VIEW = LuaScript.mixed(CircuitBreakerScripts.class, "view.lua");

	private static final Duration DAY = Duration.ofDays(1);

	private final ScriptRunner scripts;

	private final byte[][] keys;

	private final byte[][] rules;

	private final long failingMillis;

	private final long leaseMillis;

	CircuitBreakerScripts(ScriptRunner scripts, CircuitBreakerKeys keys, String breaker, CircuitBreakerConfig config,
			String instance, WakeUps.Address address) {
		this.scripts = scripts;
		this.keys = keys.of(breaker, config.window().type());
		Window window = config.window();
		Waiting waiting = config.waiting();
		Sharing sharing = config.sharing();
		long span = window.bucketMillis() * window.slots();
		this.failingMillis = Math.max(span, Duration.ofMinutes(1).toMillis());
		this.leaseMillis = sharing.probeLease().toMillis();
		long lifetime = Math.max(DAY.toMillis(), 2 * span);
		this.rules = new byte[][] { ascii(lifetime), ascii(window.slots()), ascii(window.bucketMillis()),
				ascii(window.minimum()), ascii(config.failureRateThreshold()), ascii(config.slowCallRateThreshold()),
				ascii(sharing.minFailingInstances()), ascii(waiting.duration().toMillis()), ascii(waiting.multiplier()),
				ascii(waiting.longest().toMillis()), ascii(waiting.randomizedFactor()),
				ascii(config.probing().permittedCalls()), ascii(config.probing().maxWait().toMillis()),
				ascii(waiting.automaticTransition() ? 1 : 0), utf8(instance), address.command(), address.channel(),
				address.topic() };
	}

	/**
	 * Tell outcomes and read the shared state.
	 * @param claim what this instance knows
	 * @param batch the outcomes
	 * @param now nanosecond
	 * @return the answer
	 */
	Answer exchange(Claim claim, Batch batch, long now) {
		return run(EXCHANGE, ascii(claim.generation()), ascii(claim.state().ordinal()), remaining(claim, now),
				ascii(claim.attempts()), ascii(claim.alone() ? 1 : 0), ascii(batch.fine()), ascii(batch.failed()),
				ascii(batch.slow()), ascii(batch.both()), ascii(claim.failing() ? this.failingMillis : 0));
	}

	/**
	 * Ask for the permit of a probe.
	 * @param claim what this instance knows
	 * @param probe name of the probe
	 * @param now nanosecond
	 * @return the answer
	 */
	Answer probe(Claim claim, String probe, long now) {
		return run(PROBE, ascii(claim.generation()), ascii(claim.state().ordinal()), remaining(claim, now),
				ascii(claim.attempts()), utf8(probe), ascii(this.leaseMillis));
	}

	/**
	 * Tell how a probe ended.
	 * @param probe its permit
	 * @param outcome its outcome
	 * @return the answer
	 */
	Answer report(Permission.Permitted probe, Outcome outcome) {
		int number = (outcome == Outcome.IGNORED) ? 0 : outcome.ordinal() + 1;
		return run(REPORT, ascii(probe.generation()), utf8(probe.probe()), ascii(number));
	}

	/**
	 * Put the breaker into a state.
	 * @param claim what this instance knows
	 * @param state the state
	 * @param ttl how long, zero for ever
	 * @param actor who says so
	 * @param reason why
	 * @return the answer
	 */
	Answer force(Claim claim, CircuitState state, Duration ttl, String actor, String reason) {
		return run(FORCE, ascii(state.ordinal()), ascii(ttl.toMillis()), utf8(actor), utf8(reason),
				ascii(claim.generation()));
	}

	/**
	 * Read everything.
	 * @return the view
	 */
	SharedCircuit view() {
		List<Object> reply = this.scripts.run(VIEW, 4, this.keys);
		Batch sums = sums(reply);
		long age = (Long) reply.get(0);
		CircuitState state = Shared.state((Long) reply.get(3));
		return new SharedCircuit(state, (Long) reply.get(4), (age >= 0) ? Duration.ofMillis(age) : null,
				Duration.ofMillis((Long) reply.get(5)), ((Long) reply.get(6)).intValue(), sums.total(), sums.failures(),
				sums.slowCalls(), ((Long) reply.get(1)).intValue(), Cause.of(text(reply.get(12))), text(reply.get(11)),
				text(reply.get(14)), text(reply.get(15)),
				reply.subList(16, reply.size()).stream().map(CircuitBreakerScripts::text).toList());
	}

	private Answer run(LuaScript<List<Object>> script, byte[]... values) {
		byte[][] arguments = new byte[4 + values.length + this.rules.length][];
		System.arraycopy(this.keys, 0, arguments, 0, 4);
		System.arraycopy(values, 0, arguments, 4, values.length);
		System.arraycopy(this.rules, 0, arguments, 4 + values.length, this.rules.length);
		return answer(this.scripts.run(script, 4, arguments));
	}

	private static Answer answer(List<Object> reply) {
		long now = System.nanoTime();
		CircuitState state = Shared.state((Long) reply.get(3));
		long left = (Long) reply.get(5);
		Shared shared = new Shared(state, (Long) reply.get(4), left > 0 || state == CircuitState.OPEN,
				now + left * 1_000_000, ((Long) reply.get(6)).intValue(), sums(reply), text(reply.get(11)),
				Cause.of(text(reply.get(12))), Shared.state((Long) reply.get(13)));
		return new Answer((Long) reply.get(0) == 1, Duration.ofMillis((Long) reply.get(1)), shared);
	}

	private static Batch sums(List<Object> reply) {
		return new Batch((Long) reply.get(7), (Long) reply.get(8), (Long) reply.get(9), (Long) reply.get(10));
	}

	// a state that has just ended must not look like one that never ends
	private static byte[] remaining(Claim claim, long now) {
		return ascii(claim.timed() ? Math.max(1, (claim.deadline() - now) / 1_000_000) : 0);
	}

	private static byte[] ascii(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] ascii(double number) {
		return Double.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

	/**
	 * What a script said.
	 *
	 * @param granted whether the permit is granted, or the result counted
	 * @param retry time after which to ask for a permit again
	 * @param shared the shared state
	 */
	record Answer(boolean granted, Duration retry, Shared shared) {
	}

}
