package io.github.redispatterns.ratelimit;

/**
 * Beans whose annotation cannot be honoured, one mistake each.
 */
final class BadlyLimited {

	private BadlyLimited() {
	}

	static class UnknownPolicy {

		@RateLimited("nobody")
		void call() {
		}

	}

	static class SaysNothing {

		@RateLimited
		void call() {
		}

	}

	static class PeriodAlone {

		@RateLimited(period = "10s")
		void call() {
		}

	}

	static class NegativeLimit {

		@RateLimited(limit = -1, period = "10s")
		void call() {
		}

	}

	static class LimitAlone {

		@RateLimited(limit = 5)
		void call() {
		}

	}

	static class NoDuration {

		@RateLimited(limit = 5, period = "10 parsecs")
		void call() {
		}

	}

	static class NegativePeriod {

		@RateLimited(limit = 5, period = "-10s")
		void call() {
		}

	}

	static class EmptyPeriod {

		@RateLimited(limit = 5, period = "0s")
		void call() {
		}

	}

	static class LongPeriod {

		@RateLimited(limit = 5, period = "367d")
		void call() {
		}

	}

	static class FractionOfAMillisecond {

		@RateLimited(limit = 5, period = "1500us")
		void call() {
		}

	}

	static class NegativeBurst {

		@RateLimited(limit = 5, period = "10s", burst = -1)
		void call() {
		}

	}

	static class BurstOfAWindow {

		@RateLimited(limit = 5, period = "10s", burst = 6, algorithm = Algorithm.FIXED_WINDOW)
		void call() {
		}

	}

	static class LongLog {

		@RateLimited(limit = 10_001, period = "10s", algorithm = Algorithm.SLIDING_WINDOW)
		void call() {
		}

	}

	static class HugeLimit {

		@RateLimited(limit = Long.MAX_VALUE, period = "10s")
		void call() {
		}

	}

	static class SamePeriodTwice {

		@RateLimited(limit = 5, period = "60s")
		@RateLimited(limit = 6, period = "1m")
		void call() {
		}

	}

	static class SeveralNames {

		@RateLimited(value = "one", limit = 5, period = "1s")
		@RateLimited(value = "other", limit = 6, period = "1m")
		void call() {
		}

	}

	static class SeveralShadows {

		@RateLimited(limit = 5, period = "1s", shadow = true)
		@RateLimited(limit = 6, period = "1m")
		void call() {
		}

	}

	static class SeveralWhenUnavailable {

		@RateLimited(limit = 5, period = "1s", whenUnavailable = { WhenUnavailable.OPEN, WhenUnavailable.CLOSED })
		void call() {
		}

	}

	static class TiersOfDifferentWhenUnavailable {

		@RateLimited(limit = 5, period = "1s", whenUnavailable = WhenUnavailable.OPEN)
		@RateLimited(limit = 6, period = "1m", whenUnavailable = WhenUnavailable.CLOSED)
		void call() {
		}

	}

	static class NameWithBurst {

		@RateLimited(value = "p", burst = 5)
		void call() {
		}

	}

	static class NameWithAlgorithm {

		@RateLimited(value = "p", algorithm = Algorithm.FIXED_WINDOW)
		void call() {
		}

	}

	static class NameWithShadow {

		@RateLimited(value = "p", shadow = true)
		void call() {
		}

	}

	static class NameWithWhenUnavailable {

		@RateLimited(value = "p", whenUnavailable = WhenUnavailable.CLOSED)
		void call() {
		}

	}

	static class BadName {

		@RateLimited(value = "log in", limit = 5, period = "1s")
		void call() {
		}

	}

	static class BrokenKey {

		@RateLimited(value = "p", key = "#id +")
		void call(String id) {
		}

	}

	static class UnknownParameter {

		@RateLimited(value = "p", key = "#user.name")
		void call(String id) {
		}

	}

	static class UnknownParameterInCost {

		@RateLimited(value = "p", cost = "#items.size()")
		void call(String id) {
		}

	}

	static class UnknownVariableInCountWhen {

		@RateLimited(value = "p", countWhen = "#failure != null")
		void call(String id) {
		}

	}

	static class ResultInKey {

		@RateLimited(value = "p", key = "#result")
		void call(String id) {
		}

	}

	static class NoWait {

		@RateLimited(value = "p", maxWait = "soon")
		void call() {
		}

	}

	static class CountWhenAndMaxWait {

		@RateLimited(value = "p", maxWait = "1s", countWhen = "#error != null")
		void call() {
		}

	}

	static class SeveralKeysWithCountWhen {

		@RateLimited(value = "p", key = "#id", countWhen = "#error != null")
		@RateLimited(limit = 5, period = "1s")
		void call(String id) {
		}

	}

	static class TwoLimitsOfOneName {

		@RateLimited(value = "twice", limit = 5, period = "1s")
		void one() {
		}

		@RateLimited(value = "twice", limit = 6, period = "1s")
		void other() {
		}

	}

	static class OtherThanTheProperty {

		@RateLimited(value = "p", limit = 6, period = "1s")
		void call() {
		}

	}

	static class PrivateMethod {

		@RateLimited("p")
		private void call() {
		}

	}

	static class StaticMethod {

		@RateLimited("p")
		static void call() {
		}

	}

	static class FinalMethod {

		@RateLimited("p")
		final void call() {
		}

	}

	static final class FinalClass {

		@RateLimited("p")
		void call() {
		}

	}

	static class CallsItself {

		@RateLimited("p")
		void call() {
		}

		void callTwice() {
			call();
			call();
		}

	}

	static class One {

		static class Twin {

			@RateLimited(limit = 5, period = "1s")
			void call() {
			}

		}

	}

	static class Other {

		static class Twin {

			@RateLimited(limit = 5, period = "1s")
			void call() {
			}

		}

	}

}
