package io.github.redispatterns.semaphore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of semaphores.
 */
final class PermitScripts {

	private static final LuaScript<List<Long>> ACQUIRE = LuaScript.integers(PermitScripts.class, "acquire.lua");

	private static final LuaScript<List<Long>> ACQUIRE_FAIR = LuaScript.integers(PermitScripts.class,
			"acquire-fair.lua");

	private static final LuaScript<Long> RENEW = LuaScript.integer(PermitScripts.class, "renew.lua");

	private static final LuaScript<Long> RELEASE = LuaScript.integer(PermitScripts.class, "release.lua");

	private static final LuaScript<Long> LEAVE = LuaScript.integer(PermitScripts.class, "leave.lua");

	private static final LuaScript<List<Long>> RESIZE = LuaScript.integers(PermitScripts.class, "resize.lua");

	private static final LuaScript<List<Object>> INSPECT = LuaScript.mixed(PermitScripts.class, "inspect.lua");

	private static final int MOST_NAMED = 1_000;

	private static final byte[] ZERO = { '0' };

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final byte[] patience;

	private final byte[] claim;

	private final byte[] retention;

	/**
	 * Create the scripts.
	 * @param scripts runs them
	 * @param wakeUps where they tell of permits
	 * @param patience how long a caller counts as waiting after it looked
	 * @param claim how long what is free is kept for the first in turn
	 * @param retention how long a change at run time outlives the last use
	 */
	PermitScripts(ScriptRunner scripts, WakeUps wakeUps, Duration patience, Duration claim, Duration retention) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.patience = number(patience.toMillis());
		this.claim = number(claim.toMillis());
		this.retention = number(retention.toMillis());
	}

	State acquire(SemaphoreKeys.Entity entity, String member, Duration lease, SemaphorePolicy policy, boolean waiting) {
		return State.of(this.scripts.run(ACQUIRE, 3, permits(entity), config(entity), waiters(entity), utf8(member),
				number(lease.toMillis()), number(policy.permits()), number(policy.version()), this.retention,
				waiting ? this.patience : ZERO));
	}

	State acquireFair(SemaphoreKeys.Entity entity, String member, Duration lease, SemaphorePolicy policy,
			boolean waiting) {
		WakeUps.Address address = this.wakeUps.address(entity.text());
		return State.of(this.scripts.run(ACQUIRE_FAIR, 4, permits(entity), config(entity), waiters(entity),
				queue(entity), utf8(member), number(lease.toMillis()), number(policy.permits()),
				number(policy.version()), this.retention, waiting ? this.patience : ZERO, this.claim, address.command(),
				address.channel(), address.topic()));
	}

	boolean renew(SemaphoreKeys.Entity entity, String member, Duration lease) {
		return this.scripts.run(RENEW, 2, permits(entity), config(entity), utf8(member), number(lease.toMillis()),
				this.retention) == 1;
	}

	boolean release(SemaphoreKeys.Entity entity, String member, int more) {
		WakeUps.Address address = this.wakeUps.address(entity.text());
		return this.scripts.run(RELEASE, 3, permits(entity), config(entity), waiters(entity), utf8(member),
				(more == 0) ? ZERO : number(more), address.command(), address.channel(), address.topic()) == 1;
	}

	boolean leave(SemaphoreKeys.Entity entity, String member) {
		WakeUps.Address address = this.wakeUps.address(entity.text());
		return this.scripts.run(LEAVE, 2, waiters(entity), queue(entity), utf8(member), address.command(),
				address.channel(), address.topic()) == 1;
	}

	/**
	 * Change how many permits there are.
	 * @param entity of which semaphore
	 * @param change how many
	 * @param version version of the configuration here
	 * @return 1 if it was changed, permits before or in force, version in force
	 */
	List<Long> resize(SemaphoreKeys.Entity entity, Resize change, int version) {
		WakeUps.Address address = this.wakeUps.address(entity.text());
		Integer given = change.version();
		return this.scripts.run(RESIZE, 2, config(entity), waiters(entity), number(change.permits()),
				number((given != null) ? given : version), number((given != null) ? 1 : 0), utf8(change.actor()),
				this.retention, address.command(), address.channel(), address.topic());
	}

	List<Object> inspect(SemaphoreKeys.Entity entity) {
		return this.scripts.run(INSPECT, 3, permits(entity), config(entity), waiters(entity), this.patience,
				number(MOST_NAMED));
	}

	private static byte[] permits(SemaphoreKeys.Entity entity) {
		return entity.facet("permits");
	}

	private static byte[] config(SemaphoreKeys.Entity entity) {
		return entity.facet("config");
	}

	private static byte[] waiters(SemaphoreKeys.Entity entity) {
		return entity.facet("waiters");
	}

	private static byte[] queue(SemaphoreKeys.Entity entity) {
		return entity.facet("queue");
	}

	static byte[] number(long value) {
		return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What Redis said about a semaphore when it was asked for permits.
	 *
	 * @param taken whether they were taken
	 * @param used permits in use, these included
	 * @param max how many there are
	 * @param version version of what says so, or -1 if it was not asked
	 * @param resized whether an operator said so
	 * @param pause milliseconds until some may be free without a signal, or -1
	 */
	record State(boolean taken, long used, long max, long version, boolean resized, long pause) {

		static final long UNKNOWN = -1;

		static State of(List<Long> reply) {
			return new State(reply.get(0) == 1, reply.get(1), reply.get(2), reply.get(3), reply.get(4) == 1,
					reply.get(5));
		}

	}

}
