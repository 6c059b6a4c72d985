package io.github.redispatterns.lock.advice;

import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * Knows threads that must never wait.
 */
final class EventLoops {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			EventLoops.class.getClassLoader());

	private EventLoops() {
	}

	static void refuse(String place) {
		if (REACTOR && Reactor.isHere()) {
			throw new IllegalStateException(place + " would wait for its lock on the event loop '"
					+ Thread.currentThread().getName() + "'. Return a Mono or a Flux, or wait for 0.");
		}
	}

	private static final class Reactor {

		private Reactor() {
		}

		static boolean isHere() {
			return Schedulers.isInNonBlockingThread();
		}

	}

}
