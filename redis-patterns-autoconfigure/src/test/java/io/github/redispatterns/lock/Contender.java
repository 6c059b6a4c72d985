package io.github.redispatterns.lock;

import java.time.Duration;

import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

import org.springframework.context.ApplicationContext;

/**
 * Another instance that takes a lock or waits for it, moved by hand: it looks when it is
 * told to, and between two looks it could as well be dead.
 *
 * @param scheme how it asks
 * @param claim what it asks for
 */
record Contender(LockScheme scheme, Claim claim) {

	static final Duration LEASE = Duration.ofSeconds(30);

	/**
	 * Create one.
	 * @param context an application, whose connection it borrows
	 * @param mode how it wants the lock
	 * @param name name of the lock
	 * @param instance what others know the contender by
	 */
	static Contender of(ApplicationContext context, LockMode mode, String name, String instance) {
		LockKey key = new LockKeys(context.getBean(KeySpace.class)).key(name, "");
		return new Contender(scheme(context, mode), Claim.of(key, mode, instance + ":1"));
	}

	private static LockScheme scheme(ApplicationContext context, LockMode mode) {
		ScriptRunner scripts = context.getBean(ScriptRunner.class);
		WakeUps wakeUps = context.getBean(WakeUps.class);
		LockProperties properties = context.getBean(LockProperties.class);
		Duration fenceTtl = properties.fenceTtl();
		LockScheme mutex = new LockScripts(scripts, wakeUps, fenceTtl, properties.poll());
		TurnWatch watch = new TurnWatch(context.getBean(Background.class), (entity) -> {
		}, properties.fair().claimWindow());
		return switch (mode) {
			case MUTEX -> mutex;
			case FAIR -> new FairScripts(scripts, wakeUps, mutex, watch, properties);
			case READ -> new ReadScripts(scripts, wakeUps, fenceTtl, properties.poll());
			case WRITE -> new WriteScripts(scripts, wakeUps, mutex, fenceTtl, properties.poll());
		};
	}

	/**
	 * Try once, and wait from then on.
	 * @return whether it has the lock
	 */
	boolean look() {
		return look(LEASE).fence() > 0;
	}

	LockScheme.Taking look(Duration lease) {
		return this.scheme.take(this.claim, lease, true);
	}

	boolean release() {
		return this.scheme.release(this.claim, Duration.ZERO);
	}

	void leave() {
		this.scheme.leave(this.claim);
	}

}
