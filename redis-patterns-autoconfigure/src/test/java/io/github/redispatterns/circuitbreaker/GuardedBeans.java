package io.github.redispatterns.circuitbreaker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.AliasFor;

/**
 * Beans whose methods are guarded in every way there is.
 */
final class GuardedBeans {

	private GuardedBeans() {
	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedCircuitBreaker(name = "meta", configuration = "small")
	@interface Guarded {

		@AliasFor(annotation = DistributedCircuitBreaker.class, attribute = "fallback")
		String otherwise() default "";

	}

	/** What a call is to do. */
	interface Deed {

		Object run() throws Exception;

	}

	static class Gateway {

		// what a method called on a proxy would see as null
		private final String answer = "fallback";

		@DistributedCircuitBreaker(name = "plain")
		Object plain(Deed deed) throws Exception {
			return deed.run();
		}

		@DistributedCircuitBreaker(name = "fallback", fallback = "otherwise")
		Object withFallback(String argument, Deed deed) throws Exception {
			return deed.run();
		}

		Object otherwise(String argument, Deed deed, Throwable failure) {
			return this.answer + " " + argument + " " + failure.getClass().getSimpleName();
		}

		Object otherwise(IOException failure) {
			return this.answer + " for IOException";
		}

		Object otherwise(String argument, Deed deed, FileNotFoundException failure) {
			return this.answer + " for a file of " + argument;
		}

		Object otherwise(String argument, Deed deed, IllegalStateException failure) {
			throw new IllegalArgumentException("not even a fallback");
		}

		@DistributedCircuitBreaker(name = "checked", fallback = "onlyWhenOpen")
		Object onlyForRefusals(Deed deed) throws Exception {
			return deed.run();
		}

		Object onlyWhenOpen(Deed deed, CircuitOpenException refusal) {
			return "refused by " + refusal.getBreaker();
		}

		@DistributedCircuitBreaker(name = "number", fallback = "seven")
		int number(Deed deed) throws Exception {
			return (Integer) deed.run();
		}

		int seven(Throwable failure) {
			return 7;
		}

		@DistributedCircuitBreaker(name = "nothing", fallback = "ignore")
		void nothing(Deed deed) throws Exception {
			deed.run();
		}

		void ignore(Deed deed, Throwable failure) {
		}

		@DistributedCircuitBreaker(name = "future", fallback = "later")
		CompletableFuture<Object> future(CompletableFuture<Object> result) {
			return result;
		}

		CompletableFuture<Object> later(CompletableFuture<Object> result, IOException failure) {
			return CompletableFuture.completedFuture("later");
		}

		@DistributedCircuitBreaker(name = "stage")
		CompletionStage<Object> stage(CompletableFuture<Object> result) {
			return result;
		}

		@DistributedCircuitBreaker(name = "mono", fallback = "emptyHanded")
		Mono<Object> mono(Mono<Object> result) {
			return result;
		}

		Mono<Object> emptyHanded(Throwable failure) {
			return Mono.just("instead of " + failure.getClass().getSimpleName());
		}

		@DistributedCircuitBreaker(name = "flux")
		Flux<Object> flux(Flux<Object> result) {
			return result;
		}

		@Guarded(otherwise = "seven")
		int meta(Deed deed) throws Exception {
			return (Integer) deed.run();
		}

		@DistributedCircuitBreaker(name = "elsewhere", fallback = "standIn::instead")
		Object elsewhere(Deed deed) throws Exception {
			return deed.run();
		}

	}

	static class StandIn {

		private final String answer = "stand-in";

		@DistributedCircuitBreaker(name = "standIn")
		Object instead(Deed deed, Throwable failure) {
			return this.answer;
		}

	}

	@DistributedCircuitBreaker(name = "type")
	public static class GuardedType {

		public Object call(Deed deed) throws Exception {
			return deed.run();
		}

		@DistributedCircuitBreaker(name = "own")
		public Object own(Deed deed) throws Exception {
			return deed.run();
		}

		@Override
		public String toString() {
			return "guarded";
		}

	}

}
