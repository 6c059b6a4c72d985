package io.github.redispatterns.semaphore;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redispatterns.semaphore.DistributedSemaphore.OnFull;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Guarded methods of every kind.
 */
@EnableAutoConfiguration
class SemaphoreBeans {

	@Bean
	Studio studio() {
		return new Studio();
	}

	@Bean
	Archive archive() {
		return new Archive();
	}

	@Bean
	Substitute substitute() {
		return new Substitute();
	}

	@Retention(RetentionPolicy.RUNTIME)
	@DistributedSemaphore(name = "meta", permits = "1")
	@interface OneAtATime {

	}

	/** What runs while a permit is held. */
	static class Studio {

		private final AtomicInteger calls = new AtomicInteger();

		int calls() {
			return this.calls.get();
		}

		@DistributedSemaphore(permits = "2")
		String plain(Runnable work) {
			this.calls.incrementAndGet();
			work.run();
			return "done";
		}

		@DistributedSemaphore(name = "known", key = "#tenant", weight = "#pages")
		String weighed(String tenant, int pages, Runnable work) {
			work.run();
			return tenant;
		}

		@DistributedSemaphore(name = "${semaphore.name}", permits = "${semaphore.permits}", waitTime = "30s",
				fair = true)
		void waits(CountDownLatch entered, CountDownLatch leave) throws InterruptedException {
			entered.countDown();
			leave.await();
		}

		@DistributedSemaphore(name = "injected", permits = "1")
		Permit injected(@Nullable Permit permit) {
			assert permit != null && permit.isValid();
			return permit;
		}

		@DistributedSemaphore(name = "future", permits = "1")
		CompletableFuture<String> future(CompletableFuture<String> result) {
			return result;
		}

		@DistributedSemaphore(name = "mono", permits = "1")
		Mono<String> mono(Mono<String> source) {
			return source;
		}

		@DistributedSemaphore(name = "flux", permits = "1")
		Flux<Integer> flux(Flux<Integer> source) {
			return source;
		}

		@OneAtATime
		void meta(Runnable work) {
			work.run();
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		void skipped() {
			this.calls.incrementAndGet();
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		Optional<String> skippedOptional() {
			return Optional.of("");
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		List<String> skippedList() {
			return List.of("");
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		Map<String, String> skippedMap() {
			return Map.of("", "");
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		String[] skippedArray() {
			return new String[1];
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		CompletableFuture<String> skippedFuture() {
			return CompletableFuture.completedFuture("");
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP)
		Mono<String> skippedMono() {
			return Mono.just("");
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.SKIP, skipValue = "-7")
		int skippedNumber() {
			return 1;
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.FALLBACK, fallback = "instead")
		String answered(String question) {
			return question;
		}

		String instead(String question, PermitNotAvailableException full) {
			return "instead of " + question + " at " + full.full().permits();
		}

		@DistributedSemaphore(name = "skip", permits = "0", onFull = OnFull.FALLBACK, fallback = "substitute::answer")
		String answeredElsewhere(String question) {
			return question;
		}

	}

	/** Answers for others. */
	static class Substitute {

		String answer(String question) {
			return "elsewhere " + question;
		}

	}

	/** What runs with items of pools. */
	static class Archive {

		String withItem(@LeasedFrom("ports") @Nullable LeasedItem item, Runnable work) {
			work.run();
			assert item != null;
			return item.item();
		}

		String withText(String before, @LeasedFrom(value = "ports", waitTime = "0") @Nullable String port) {
			return before + port;
		}

		Mono<String> later(@LeasedFrom("ports") @Nullable String port, Mono<String> source) {
			return source.map((text) -> text + port);
		}

		String both(@LeasedFrom("ports") @Nullable String port, @LeasedFrom("accounts") @Nullable String account) {
			return port + account;
		}

		@DistributedSemaphore(name = "archive", permits = "1")
		void fails(@LeasedFrom("ports") @Nullable LeasedItem item) {
			assert item != null;
			item.fail("no answer");
			throw new IllegalStateException("no answer");
		}

	}

}
