package io.github.redispatterns.cache;

import io.github.redispatterns.internal.LeaseKeeper;

/**
 * How far what this instance knows of writes elsewhere can be relied on.
 */
final class Trust {

	private final CacheNews news;

	private final long bound;

	private final VersionView view;

	private final boolean remote;

	Trust(CacheParts parts, VersionView view, boolean remote) {
		this.news = parts.news();
		this.bound = parts.bound();
		this.view = view;
		this.remote = remote;
	}

	/**
	 * Return the versions, young enough to judge by.
	 * @return the versions
	 */
	Versions versions() {
		long now = LeaseKeeper.now();
		return this.view.current((now < this.news.trustedUntil()) ? 0 : now - this.bound);
	}

	/**
	 * Return of which moment every eviction is known by now.
	 * @return a time of {@code LeaseKeeper.now()}
	 */
	long judgedAt() {
		return Math.max(this.view.readAt(), this.news.trustedUntil() - this.bound);
	}

	/**
	 * Tell whether a write since some moment would be known, or is within the bound.
	 * @param since the moment, {@code LeaseKeeper.now()}
	 * @return whether what was found then may still be given to callers
	 */
	boolean covers(long since) {
		if (!this.remote) {
			return true;
		}
		long now = LeaseKeeper.now();
		return now < this.news.trustedUntil() || now - since < this.bound;
	}

}
