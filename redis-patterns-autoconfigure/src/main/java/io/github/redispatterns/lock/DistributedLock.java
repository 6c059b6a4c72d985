package io.github.redispatterns.lock;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method under a lock that all instances share.
 * <p>
 * The lock is taken outside of {@code @Transactional} and {@code @Cacheable} and inside
 * of {@code @Async}, and given back after the commit; a context in which another advice
 * would change that does not start. Futures and reactive types hold it until they
 * complete. A parameter of type {@link HeldLock}, or a {@code long} with
 * {@link FencingToken}, is filled in. Several annotations on one method are taken
 * together or not at all; the shortest of their waits is that of all. On a type it
 * applies to every public method that has none of its own, except {@code equals},
 * {@code hashCode} and {@code toString}. It may be used on other annotations.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(DistributedLock.Several.class)
public @interface DistributedLock {

	/**
	 * Name of the lock, the same for all of its keys, such as {@code "order"}. May have
	 * placeholders.
	 * @return the name; class and method if empty
	 */
	String name() default "";

	/**
	 * SpEL that tells which of the locks of that name, such as {@code "#order.id"}. A
	 * collection gives several keys, taken together or not at all.
	 * @return the expression; the name has one lock if empty
	 */
	String key() default "";

	/**
	 * Several expressions instead of one {@link #key()}.
	 * @return the expressions
	 */
	String[] keys() default {};

	/**
	 * How the lock is shared.
	 * @return the mode
	 */
	LockMode mode() default LockMode.MUTEX;

	/**
	 * Longest wait for others, such as {@code "2s"}; {@code "0"} tries once.
	 * @return the time; {@code redis-patterns.lock.wait-time} if empty
	 */
	String waitTime() default "";

	/**
	 * How long it is held without renewal, such as {@code "30s"}.
	 * @return the time; {@code redis-patterns.lock.lease} if empty
	 */
	String lease() default "";

	/**
	 * Time after which it is no longer renewed, at least the lease.
	 * @return the time; {@code redis-patterns.lock.max-hold} if empty
	 */
	String maxHold() default "";

	/**
	 * Time that it stays locked for others even if the method ends sooner, at most the
	 * lease.
	 * @return the time; none if empty
	 */
	String minHold() default "";

	/**
	 * Whether it is renewed while the method runs.
	 * @return {@code false} to hold it for one lease and not longer
	 */
	boolean renew() default true;

	/**
	 * What to do when others hold it for as long as the call waits.
	 * @return the choice
	 */
	OnBusy onBusy() default OnBusy.FAIL;

	/**
	 * Method to call instead while others hold it: {@code "method"} of the same class or
	 * {@code "bean::method"}, with the same parameters and, if it wants it, a
	 * {@link LockNotAvailableException} after them.
	 * @return the method; required with {@link OnBusy#FALLBACK}
	 */
	String fallback() default "";

	/**
	 * What a skipped call returns; required where the method returns a primitive.
	 * @return the value as a text, such as {@code "-1"}; an empty result if empty
	 */
	String skipValue() default "";

	/**
	 * What to do when the lock is lost while the method runs.
	 * @return the choice
	 */
	OnLost onLost() default OnLost.FAIL_AT_EXIT;

	/**
	 * When it is given back.
	 * @return the choice
	 */
	Release release() default Release.AUTO;

	/**
	 * What the lock survives.
	 * @return the durability
	 */
	Durability durability() default Durability.NONE;

	/**
	 * What to do when Redis cannot say whether it is free.
	 * @return the choice
	 */
	OnUnavailable onUnavailable() default OnUnavailable.FAIL;

	/** What to do when others hold a lock for as long as the call waits. */
	enum OnBusy {

		/** Throw {@link LockNotAvailableException}. */
		FAIL,

		/**
		 * Do not run the method; return {@link DistributedLock#skipValue()} or an empty
		 * result: nothing, {@code null}, an empty {@code Optional}, collection, map or
		 * array, a completed future, an empty reactive type.
		 */
		SKIP,

		/** Call {@link DistributedLock#fallback()} instead. */
		FALLBACK

	}

	/** What to do when a lock is lost while the method runs. */
	enum OnLost {

		/**
		 * Throw {@link LockLostException} when the method ends, or add it to what the
		 * method throws as suppressed. A transaction around the method is rolled back.
		 */
		FAIL_AT_EXIT,

		/**
		 * Interrupt the thread, once and only while the method runs, and then as
		 * {@link #FAIL_AT_EXIT}.
		 */
		INTERRUPT,

		/** Only publish {@link LockEvent.Lost}, as the other choices do too. */
		EVENT

	}

	/** When a lock is given back. */
	enum Release {

		/**
		 * After the completion of a transaction if the method is called within one,
		 * otherwise after the method.
		 */
		AUTO,

		/**
		 * After the method, even if a transaction around it has not ended and others
		 * cannot see its writes.
		 */
		AFTER_METHOD,

		/**
		 * After the completion of the transaction around the method; a call without one
		 * fails.
		 */
		AFTER_COMPLETION

	}

	/** What to do when Redis cannot say whether a lock is free. */
	enum OnUnavailable {

		/** Throw {@link io.github.redispatterns.RedisUnavailableException}. */
		FAIL,

		/** Run the method without a lock; counted. */
		PROCEED_UNLOCKED,

		/** Run the method under a lock of this instance alone; counted. */
		LOCAL_LOCK

	}

	/**
	 * Several locks on one method.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface Several {

		/**
		 * The locks.
		 * @return the locks
		 */
		DistributedLock[] value();

	}

}
