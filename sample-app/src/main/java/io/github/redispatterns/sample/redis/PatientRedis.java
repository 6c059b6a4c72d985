package io.github.redispatterns.sample.redis;

import java.net.SocketTimeoutException;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Redis for what the page asks itself. A pooled connection that was cut fails at its next
 * use, so a read is tried again on another one; a server that hangs is not waited for
 * twice.
 */
@Component
public class PatientRedis {

	private static final int ATTEMPTS = 4;

	private final StringRedisTemplate redis;

	PatientRedis(StringRedisTemplate redis) {
		this.redis = redis;
	}

	/**
	 * Run something that may run twice.
	 * @param <T> type of the result
	 * @param callback what to run
	 * @return its result
	 */
	public <T> T execute(RedisCallback<@Nullable T> callback) {
		for (int attempt = 1;; attempt++) {
			try {
				T result = this.redis.execute(callback);
				if (result == null) {
					throw new IllegalStateException("Redis gave no answer");
				}
				return result;
			}
			catch (RedisConnectionFailureException | JedisConnectionException ex) {
				if (attempt == ATTEMPTS
						|| NestedExceptionUtils.getMostSpecificCause(ex) instanceof SocketTimeoutException) {
					throw ex;
				}
			}
		}
	}

}
