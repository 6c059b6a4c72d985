package io.github.redispatterns.ratelimit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AliasFor;

/**
 * Beans whose calls are limited, in every way an annotation can be put and filled in.
 */
final class LimitedBeans {

	private LimitedBeans() {
	}

	@Retention(RetentionPolicy.RUNTIME)
	@RateLimited(limit = 1, period = "1h")
	@interface OncePerHour {

		@AliasFor(annotation = RateLimited.class, attribute = "key")
		String who();

	}

	interface Greeter {

		@RateLimited(limit = 2, period = "1h", key = "#p0")
		String greet(String name);

	}

	public static class PoliteGreeter implements Greeter {

		@Override
		public String greet(String name) {
			return "Hello " + name;
		}

	}

	@RateLimited(limit = 2, period = "1h")
	public static class Everything {

		private int calls;

		public int one() {
			return ++this.calls;
		}

		public int other() {
			return ++this.calls;
		}

		@RateLimited(limit = 1, period = "1h")
		public int rare() {
			return ++this.calls;
		}

		int hidden() {
			return ++this.calls;
		}

		@Override
		public String toString() {
			return "everything";
		}

	}

	record Order(String customer, List<String> items) {
	}

	/** Methods with one limit each. */
	static class Shop {

		private final AtomicInteger calls = new AtomicInteger();

		AtomicInteger calls() {
			return this.calls;
		}

		@RateLimited(limit = 2, period = "1h")
		int forEverybody() {
			return this.calls.incrementAndGet();
		}

		@RateLimited("known")
		int byPolicy() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(value = "${limit.name}", limit = 1, period = "${limit.period}")
		int byPlaceholder() {
			return this.calls.incrementAndGet();
		}

		@OncePerHour(who = "#name")
		int byOtherAnnotation(String name) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 3, period = "1h")
		@RateLimited(limit = 5, period = "1d")
		int tiers() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(value = "user", limit = 5, period = "1h", key = "#user")
		@RateLimited(value = "all", limit = 2, period = "1h")
		int userAndAll(String user) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(value = "order", limit = 10, period = "1h", key = "#order.customer", cost = "#order.items.size()")
		int order(Order order) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", key = "@tenants.of(#user)")
		int byBean(String user) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", key = "#root.method.name + #p0")
		int byMethodAndPosition(String user) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", key = "#name")
		int byName(@Nullable String name) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", key = "#name")
		int byOptional(Optional<String> name) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 9, period = "1h", key = "'ada'", cost = "#cost")
		int costing(Object cost) {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", by = By.USER)
		int byUser() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", by = By.TENANT)
		int byTenant() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "300ms", maxWait = "20s")
		int patient() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", maxWait = "20s")
		int impatient() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 1, period = "1h", shadow = true)
		int onTrial() {
			return this.calls.incrementAndGet();
		}

		@RateLimited(limit = 3, period = "1h", algorithm = Algorithm.SLIDING_WINDOW,
				whenUnavailable = WhenUnavailable.CLOSED)
		int strict() {
			return this.calls.incrementAndGet();
		}

	}

	/** Knows who belongs to whom. */
	public static class Tenants {

		public String of(String user) {
			return user.substring(0, 1);
		}

	}

	/** A caller whom the test names. */
	public static class CurrentUser implements RateLimitKeyResolver {

		private volatile @Nullable String name;

		void become(@Nullable String name) {
			this.name = name;
		}

		@Override
		public boolean supports(By by) {
			return by == By.USER;
		}

		@Override
		public @Nullable String resolve(By by) {
			return this.name;
		}

	}

}
