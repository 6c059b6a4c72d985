package io.github.redispatterns.sample;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.semaphore.PermitNotAvailableException;
import redis.clients.jedis.exceptions.JedisException;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says in words what only a working Redis can do, and what others are in the way of.
 */
@RestControllerAdvice
class Problems {

	@ExceptionHandler({ RedisUnavailableException.class, DataAccessException.class, JedisException.class })
	ProblemDetail redisIsAway(RuntimeException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"Redis does not answer, and this needs it. Try again when the page says that it is back.");
		problem.setTitle("Redis is away");
		problem.setProperty("cause", ex.getMessage());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail isLocked(LockNotAvailableException ex) {
		return of(HttpStatus.LOCKED, "Somebody else works on it", ex);
	}

	@ExceptionHandler
	ProblemDetail isFull(PermitNotAvailableException ex) {
		return of(HttpStatus.SERVICE_UNAVAILABLE, "Too much is going on", ex);
	}

	private static ProblemDetail of(HttpStatus status, String title, RuntimeException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		problem.setTitle(title);
		return problem;
	}

}
