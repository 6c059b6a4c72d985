package io.github.redispatterns.ratelimit;

import org.jspecify.annotations.Nullable;

/**
 * Tells who the current caller is. A bean of this type takes precedence over the built-in
 * ones for the {@link By} it supports.
 */
public interface RateLimitKeyResolver {

	/**
	 * Whether this resolver answers for a kind of caller.
	 * @param by kind of caller
	 * @return whether {@link #resolve} may be called with it
	 */
	boolean supports(By by);

	/**
	 * Return the current caller.
	 * @param by kind of caller
	 * @return its key, or {@code null} if there is none, such as for an anonymous user
	 */
	@Nullable String resolve(By by);

}
