package io.github.redispatterns.cache;

import io.github.redispatterns.internal.LeaseKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A value in this instance's memory, or on its way there.
 */
final class LocalEntry {

	private final @Nullable Object value;

	private final ValueType type;

	private final Facts facts;

	private final long born;

	private final long freshUntil;

	private final long expires;

	private final Calm calm;

	// the versions that admitted it last; a race costs one more look
	private @Nullable Versions admittedBy;

	private int admittedAt;

	private int generation;

	/**
	 * Keep a value.
	 * @param value the value
	 * @param type its type
	 * @param facts what is known of it
	 * @param born when it was true, {@code LeaseKeeper.now()}
	 * @param freshUntil when it goes stale
	 * @param expires when it leaves this memory, if that is sooner
	 * @param calm until when it need not be loaded again
	 */
	LocalEntry(@Nullable Object value, ValueType type, Facts facts, long born, long freshUntil, long expires,
			Calm calm) {
		this.value = value;
		this.type = type;
		this.facts = facts;
		this.born = born;
		this.freshUntil = freshUntil;
		this.expires = Math.min(freshUntil, expires);
		this.calm = calm;
	}

	/**
	 * It is kept until the next flush.
	 * @param number how many flushes there were
	 */
	void keep(int number) {
		this.generation = number;
	}

	int generation() {
		return this.generation;
	}

	@Nullable Object value() {
		return this.value;
	}

	ValueType type() {
		return this.type;
	}

	Facts facts() {
		return this.facts;
	}

	long born() {
		return this.born;
	}

	long freshUntil() {
		return this.freshUntil;
	}

	long expires() {
		return this.expires;
	}

	/**
	 * Tell whether it should be loaded again, which differs from call to call.
	 * @return whether to load it in the background
	 */
	boolean isDue() {
		return this.calm.isOver(LeaseKeeper.now(), this.freshUntil);
	}

	/**
	 * Tell whether nothing evicted it.
	 * @param versions what is known of evictions
	 * @param key its key
	 * @return whether it may be given to callers
	 */
	boolean isAdmitted(Versions versions, String key) {
		int changes = versions.changes();
		if (this.admittedBy == versions && this.admittedAt == changes) {
			return true;
		}
		if (!versions.admits(this.facts, key)) {
			return false;
		}
		this.admittedAt = changes;
		this.admittedBy = versions;
		return true;
	}

}
