package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of the fair lock, which is a mutex with a queue.
 */
final class FairScripts implements LockScheme {

	private static final LuaScript<List<Object>> TAKE = LuaScript.mixed(FairScripts.class, "fair-take.lua");

	private static final LuaScript<Long> RELEASE = LuaScript.integer(FairScripts.class, "fair-release.lua");

	private static final LuaScript<Long> LEAVE = LuaScript.integer(FairScripts.class, "fair-leave.lua");

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final LockScheme mutex;

	private final TurnWatch watch;

	private final byte[] fenceTtl;

	private final byte[] alive;

	private final byte[] window;

	/**
	 * Create the scripts of the fair lock.
	 * @param scripts runs them
	 * @param wakeUps where they tell whose turn it is
	 * @param mutex renews what is held
	 * @param watch looks whether whoever is first takes its turn
	 * @param properties how long things are kept
	 */
	FairScripts(ScriptRunner scripts, WakeUps wakeUps, LockScheme mutex, TurnWatch watch, LockProperties properties) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.mutex = mutex;
		this.watch = watch;
		this.fenceTtl = LockScripts.millis(properties.fenceTtl());
		this.alive = LockScripts.millis(properties.poll().plus(properties.fair().claimWindow()).multipliedBy(3));
		this.window = LockScripts.millis(properties.fair().claimWindow());
	}

	@Override
	public Taking take(Claim claim, Duration lease, boolean waiting) {
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		return Taking
			.of(this.scripts.run(TAKE, 6, key.owner(), key.fence(), key.queue(), key.alive(), key.turn(), key.waiters(),
					claim.value(), LockScripts.millis(lease), this.fenceTtl, waiting ? this.alive : LockScripts.ZERO,
					this.alive, this.window, address.command(), address.channel(), address.topic()));
	}

	@Override
	public boolean renew(Claim claim, Duration lease) {
		return this.mutex.renew(claim, lease);
	}

	@Override
	public boolean isUntouched(Claim claim, long fence) {
		return this.mutex.isUntouched(claim, fence);
	}

	@Override
	public boolean release(Claim claim, Duration keep) {
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		return this.scripts.run(RELEASE, 5, key.owner(), key.queue(), key.alive(), key.turn(), key.waiters(),
				claim.value(), LockScripts.millis(keep), this.alive, address.command(), address.channel(),
				address.topic()) == 1;
	}

	@Override
	public void leave(Claim claim) {
		LockKey key = claim.key();
		WakeUps.Address address = this.wakeUps.address(key.entity());
		this.scripts.run(LEAVE, 4, key.owner(), key.queue(), key.alive(), key.turn(), claim.value(), this.alive,
				address.command(), address.channel(), address.topic());
	}

	@Override
	public boolean concerns(Claim claim, String signal) {
		if (signal.isEmpty() || signal.equals(new String(claim.value(), StandardCharsets.UTF_8))) {
			return true;
		}
		this.watch.passed(claim.key().entity());
		return false;
	}

	/**
	 * The next caller of this instance stands in the queue of all instances already while
	 * another one of this instance holds the lock.
	 */
	@Override
	public boolean exclusive() {
		return false;
	}

}
