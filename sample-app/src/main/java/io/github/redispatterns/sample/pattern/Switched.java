package io.github.redispatterns.sample.pattern;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The API of a pattern, which the application may have switched off.
 *
 * @param <T> type of the API
 */
public final class Switched<T> {

	private final ObjectProvider<T> provider;

	private final String property;

	/**
	 * Create it.
	 * @param provider of the API
	 * @param pattern name of the pattern
	 */
	public Switched(ObjectProvider<T> provider, String pattern) {
		this.provider = provider;
		this.property = "redis-patterns." + pattern + ".enabled";
	}

	public boolean on() {
		return this.provider.getIfAvailable() != null;
	}

	/**
	 * Return the API.
	 * @return the API
	 * @throws ResponseStatusException if it is switched off
	 */
	public T get() {
		T api = this.provider.getIfAvailable();
		if (api == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "This is switched off by " + this.property);
		}
		return api;
	}

}
