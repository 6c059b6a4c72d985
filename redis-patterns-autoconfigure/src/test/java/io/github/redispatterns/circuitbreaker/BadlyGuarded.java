package io.github.redispatterns.circuitbreaker;

import java.io.IOException;

/**
 * Beans whose annotations cannot be honoured.
 */
final class BadlyGuarded {

	private BadlyGuarded() {
	}

	static class BlankName {

		@DistributedCircuitBreaker(name = " ")
		String call() {
			return "";
		}

	}

	static class UnknownConfiguration {

		@DistributedCircuitBreaker(name = "a", configuration = "none")
		String call() {
			return "";
		}

	}

	static class TwoConfigurations {

		@DistributedCircuitBreaker(name = "a")
		String one() {
			return "";
		}

		@DistributedCircuitBreaker(name = "a", configuration = "small")
		String two() {
			return "";
		}

	}

	static class UnknownFallback {

		@DistributedCircuitBreaker(name = "a", fallback = "none")
		String call(int number) {
			return "";
		}

	}

	static class PrivateFallback {

		@DistributedCircuitBreaker(name = "a", fallback = "instead")
		String call() {
			return "";
		}

		@SuppressWarnings("unused")
		private String instead(Throwable failure) {
			return "";
		}

	}

	static class WrongParameters {

		@DistributedCircuitBreaker(name = "a", fallback = "instead")
		String call(int number) {
			return "";
		}

		String instead(String text, Throwable failure) {
			return text;
		}

	}

	static class NoException {

		@DistributedCircuitBreaker(name = "a", fallback = "instead")
		String call(int number) {
			return "";
		}

		String instead() {
			return "";
		}

	}

	static class WrongReturnType {

		@DistributedCircuitBreaker(name = "a", fallback = "instead")
		String call() {
			return "";
		}

		int instead(IOException failure) {
			return 1;
		}

	}

	static class UnknownBean {

		@DistributedCircuitBreaker(name = "a", fallback = "nobody::instead")
		String call() {
			return "";
		}

	}

	static class PrivateMethod {

		@DistributedCircuitBreaker(name = "a")
		@SuppressWarnings("unused")
		private String call() {
			return "";
		}

	}

	static class CallsItself {

		@DistributedCircuitBreaker(name = "a")
		String call() {
			return "";
		}

		String other() {
			return call();
		}

	}

}
