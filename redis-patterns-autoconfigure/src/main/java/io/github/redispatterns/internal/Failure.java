package io.github.redispatterns.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.data.redis.ClusterStateFailureException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.TooManyClusterRedirectionsException;

/**
 * What a failed command means: try later, load the script, or repair the code.
 * <p>
 * Spring Data Redis translates an exhausted pool, a full server and a script error alike,
 * so the driver's own exception decides and Spring's is only the second witness.
 */
enum Failure {

	/** Redis, or the way to it, cannot serve now. */
	TRANSIENT,

	/** The server does not know the script yet. */
	NO_SCRIPT,

	/** The command is wrong; trying again will not help. */
	BUG;

	private static final Set<String> LATER = Set.of("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN",
			"OOM", "BUSY", "NOREPLICAS", "MISCONF", "UNKILLABLE", "MOVED", "ASK");

	static Failure of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = next(cause)) {
			Failure known = known(cause);
			if (known != null) {
				return known;
			}
		}
		return BUG;
	}

	/**
	 * Whether the connection was found closed, which is how every pooled connection fails
	 * once after a restart. A time-out is not: the command may still be running.
	 * @param failure what the driver threw
	 * @return whether a fresh connection may do
	 */
	static boolean isStaleConnection(Throwable failure) {
		boolean connection = false;
		for (Throwable cause = failure; cause != null; cause = next(cause)) {
			// Jedis suppresses what each address of a host answered
			if (isUnreachable(cause) || Arrays.stream(cause.getSuppressed()).anyMatch(Failure::isUnreachable)) {
				return false;
			}
			connection |= cause instanceof JedisConnectionException;
		}
		return connection;
	}

	/**
	 * Whether the server answered, though with an error.
	 * @param failure what the driver threw
	 * @return whether there is a connection
	 */
	static boolean isReply(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = next(cause)) {
			if (ofMessage(cause, null) != null) {
				return true;
			}
		}
		return of(failure) == BUG;
	}

	private static boolean isUnreachable(Throwable cause) {
		return cause instanceof SocketTimeoutException || cause instanceof ConnectException
				|| cause instanceof NoRouteToHostException || cause instanceof UnknownHostException;
	}

	private static @Nullable Failure known(Throwable cause) {
		if (cause instanceof JedisNoScriptException) {
			return NO_SCRIPT;
		}
		if (cause instanceof JedisConnectionException || cause instanceof JedisClusterOperationException
				|| cause instanceof JedisClusterException || cause instanceof JedisBusyException
				|| isPoolExhausted(cause)) {
			return TRANSIENT;
		}
		if (cause instanceof RedisConnectionFailureException || cause instanceof QueryTimeoutException
				|| cause instanceof TransientDataAccessException || cause instanceof ClusterStateFailureException
				|| cause instanceof TooManyClusterRedirectionsException || cause instanceof IOException
				|| cause instanceof TimeoutException || cause instanceof InterruptedException) {
			return TRANSIENT;
		}
		if (cause instanceof JedisDataException && !(cause instanceof JedisAccessControlException)) {
			return ofMessage(cause, BUG);
		}
		return ofMessage(cause, null);
	}

	private static boolean isPoolExhausted(Throwable cause) {
		String message = cause.getMessage();
		return (cause instanceof NoSuchElementException && message != null && message.startsWith("Timeout waiting"))
				|| (message != null && message.startsWith("Could not get a resource"));
	}

	private static @Nullable Failure ofMessage(Throwable cause, @Nullable Failure otherwise) {
		String message = cause.getMessage();
		if (message == null) {
			return otherwise;
		}
		if (message.startsWith("NOSCRIPT")) {
			return NO_SCRIPT;
		}
		int end = message.indexOf(' ');
		String code = (end > 0) ? message.substring(0, end) : message;
		// inside a script the code is preceded by nothing on Redis 7 and by "-" on some
		// Valkey versions
		return LATER.contains(code.startsWith("-") ? code.substring(1) : code) ? TRANSIENT : otherwise;
	}

	private static @Nullable Throwable next(Throwable cause) {
		return (cause.getCause() != cause) ? cause.getCause() : null;
	}

}
