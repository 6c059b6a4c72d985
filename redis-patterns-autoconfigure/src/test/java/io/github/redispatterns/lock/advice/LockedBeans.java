package io.github.redispatterns.lock.advice;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.FencingToken;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockNotAvailableException;

import org.springframework.core.annotation.AliasFor;

/**
 * Beans whose methods have locks. Each method runs what it is given while it holds them.
 */
final class LockedBeans {

	private LockedBeans() {
	}

	/** A lock with a name of the application's own. */
	@DistributedLock(name = "customer")
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface PerCustomer {

		@AliasFor(annotation = DistributedLock.class, attribute = "key")
		String value();

	}

	/** An interface with a lock. */
	interface Porter {

		@DistributedLock(name = "door", key = "#who")
		String open(String who, Callable<String> work) throws Exception;

	}

	static class StrongPorter implements Porter {

		@Override
		public String open(String who, Callable<String> work) throws Exception {
			return work.call();
		}

	}

	/** Methods with a lock each. */
	static class Shop {

		@DistributedLock
		<T> T plain(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "order", key = "#id")
		<T> T order(String id, Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "order", key = "#ids")
		<T> T orders(List<String> ids, Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "${lock.name}", lease = "${lock.lease}", renew = false)
		<T> T placeholders(Callable<T> work) throws Exception {
			return work.call();
		}

		@PerCustomer("#customer")
		<T> T composed(String customer, Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "two.b", key = "#b")
		@DistributedLock(name = "two.a", key = "#a")
		<T> T two(String a, String b, Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "bean", key = "@suffix.concat(#id)")
		<T> T byBean(String id, Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "order", key = "#id")
		long fenced(String id, @FencingToken long token, HeldLock lock) {
			return (lock.fence() == token && lock.isValid()) ? token : 0;
		}

		@DistributedLock(name = "patient", waitTime = "20s")
		<T> T patient(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "kept", minHold = "20s", lease = "30s")
		<T> T kept(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "order", key = "#id", onBusy = DistributedLock.OnBusy.FALLBACK, fallback = "later")
		String orFallback(String id, Callable<String> work) throws Exception {
			return work.call();
		}

		String later(String id, Callable<String> work, LockNotAvailableException why) {
			return "later " + id + " " + why.busy().name();
		}

		@DistributedLock(name = "order", key = "#id", onBusy = DistributedLock.OnBusy.FALLBACK,
				fallback = "backOffice::take")
		String orBean(String id, Callable<String> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "order", key = "#id", onBusy = DistributedLock.OnBusy.FALLBACK, fallback = "failing")
		String orFailure(String id) {
			return id;
		}

		String failing(String id) {
			throw new UnsupportedOperationException("no fallback for " + id);
		}

	}

	/** Where orders go that are busy. */
	static class BackOffice {

		String take(String id, Callable<String> work) {
			return "back office " + id;
		}

	}

	/** A lock on every public method. */
	@DistributedLock(name = "everything")
	public static class Everything {

		public <T> T one(Callable<T> work) throws Exception {
			return work.call();
		}

		public <T> T other(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "special")
		public <T> T special(Callable<T> work) throws Exception {
			return work.call();
		}

		<T> T hidden(Callable<T> work) throws Exception {
			return work.call();
		}

		@Override
		public String toString() {
			return "everything";
		}

	}

}
