package io.github.redispatterns.internal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings that all patterns share.
 *
 * @param enabled whether any pattern is configured
 * @param namespace first part of every key; the application's name if empty
 * @param lint what to do about annotated methods that cannot be advised
 * @param skewWarning difference between this clock and the server's from which health
 * reports it
 * @param instance name of this instance for people; only random letters if empty
 * @param drain longest wait at shutdown until locks and permits were given back
 * @param availability when Redis counts as away
 * @param broadcast messages to all instances
 */
@ConfigurationProperties("redis-patterns")
public record RedisPatternsProperties(@DefaultValue("true") boolean enabled, @Nullable String namespace,
		@DefaultValue("fail") Lint lint, @DefaultValue("500ms") Duration skewWarning, @Nullable String instance,
		@DefaultValue("20s") Duration drain, @DefaultValue Availability availability,
		@DefaultValue Broadcast broadcast) {

	public RedisPatternsProperties {
		Require.between(drain, Duration.ZERO, Duration.ofMinutes(10), "redis-patterns.drain");
	}

	/**
	 * What to do about annotated methods that cannot be advised.
	 */
	public enum Lint {

		/** Refuse to start. */
		FAIL,

		/** Log a warning. */
		WARN,

		/** Do not look. */
		OFF

	}

	/**
	 * When Redis counts as away.
	 *
	 * @param failures failed calls in a row after which calls are no longer attempted
	 * @param probeInterval pause before the first background probe; later ones double it
	 * up to two seconds
	 */
	public record Availability(@DefaultValue("3") int failures, @DefaultValue("100ms") Duration probeInterval) {

		public Availability {
			Require.that(failures >= 1, "redis-patterns.availability.failures", failures, "1 or more");
			Require.between(probeInterval, Duration.ofMillis(1), Duration.ofMinutes(1),
					"redis-patterns.availability.probe-interval");
		}

	}

	/**
	 * Messages to all instances.
	 *
	 * @param maxSilence longest time for which broadcasts are trusted without a sign of
	 * life; a lost message is noticed within it
	 */
	public record Broadcast(@DefaultValue("3s") Duration maxSilence) {

		public Broadcast {
			Require.between(maxSilence, Duration.ofSeconds(1), Duration.ofMinutes(1),
					"redis-patterns.broadcast.max-silence");
		}

	}

}
