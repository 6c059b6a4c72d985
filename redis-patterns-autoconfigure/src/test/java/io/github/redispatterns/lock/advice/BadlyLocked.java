package io.github.redispatterns.lock.advice;

import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.DistributedLock.Release;
import io.github.redispatterns.lock.FencingToken;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockMode;
import reactor.core.publisher.Mono;

/**
 * Beans that say something wrong about a lock.
 */
final class BadlyLocked {

	private BadlyLocked() {
	}

	static class UnknownParameter {

		@DistributedLock(key = "#order.id")
		void call(String id) {
		}

	}

	static class NoExpression {

		@DistributedLock(key = "#id +")
		void call(String id) {
		}

	}

	static class UnknownParameterAmongKeys {

		@DistributedLock(keys = { "#id", "#other" })
		void call(String id) {
		}

	}

	static class KeyAndKeys {

		@DistributedLock(key = "#id", keys = "#id")
		void call(String id) {
		}

	}

	static class NoDuration {

		@DistributedLock(waitTime = "a while")
		void call() {
		}

	}

	static class NegativeWait {

		@DistributedLock(waitTime = "-1s")
		void call() {
		}

	}

	static class NoLease {

		@DistributedLock(lease = "0s")
		void call() {
		}

	}

	static class EndlessLease {

		@DistributedLock(lease = "367d")
		void call() {
		}

	}

	static class LongMinimum {

		@DistributedLock(minHold = "31s")
		void call() {
		}

	}

	static class LongMinimumOfItsOwnLease {

		@DistributedLock(lease = "5s", minHold = "6s")
		void call() {
		}

	}

	static class LongMinimumOfANamedLease {

		@DistributedLock(name = "brief", minHold = "6s")
		void call() {
		}

	}

	static class ShortMaximum {

		@DistributedLock(lease = "5s", maxHold = "4s")
		void call() {
		}

	}

	static class FailsWithoutALock {

		@DistributedLock(onUnavailable = OnUnavailable.PROCEED_UNLOCKED)
		void call() {
		}

	}

	static class InterruptedWithoutALock {

		@DistributedLock(onUnavailable = OnUnavailable.PROCEED_UNLOCKED, onLost = OnLost.INTERRUPT)
		void call() {
		}

	}

	static class TokenWithoutALock {

		@DistributedLock(onUnavailable = OnUnavailable.LOCAL_LOCK)
		void call(@FencingToken long token) {
		}

	}

	static class TokenOfSeveral {

		@DistributedLock(name = "a")
		@DistributedLock(name = "b")
		void call(HeldLock lock) {
		}

	}

	static class TokenOfAnotherType {

		@DistributedLock
		void call(@FencingToken int token) {
		}

	}

	static class NoFallback {

		@DistributedLock(onBusy = OnBusy.FALLBACK)
		void call() {
		}

	}

	static class UselessFallback {

		@DistributedLock(fallback = "other")
		void call() {
		}

		void other() {
		}

	}

	static class MissingFallback {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "other")
		void call(String id) {
		}

	}

	static class PrivateFallback {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "other")
		void call() {
		}

		private void other() {
		}

	}

	static class OtherParameters {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "other")
		String call(String id, int count) {
			return id;
		}

		String other(int count, String id) {
			return id;
		}

	}

	static class OtherResult {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "other")
		String call(String id) {
			return id;
		}

		Object other(String id) {
			return id;
		}

	}

	static class FallbackToItself {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "call")
		String call(String id) {
			return id;
		}

	}

	static class FallbackToNoBean {

		@DistributedLock(onBusy = OnBusy.FALLBACK, fallback = "nobody::call")
		void call() {
		}

	}

	static class SkippedPrimitive {

		@DistributedLock(onBusy = OnBusy.SKIP)
		boolean call() {
			return true;
		}

	}

	static class UnfittingSkipValue {

		@DistributedLock(onBusy = OnBusy.SKIP, skipValue = "none")
		int call() {
			return 1;
		}

	}

	static class UselessSkipValue {

		@DistributedLock(skipValue = "1")
		int call() {
			return 1;
		}

	}

	static class SkipValueOfAMono {

		@DistributedLock(onBusy = OnBusy.SKIP, skipValue = "1")
		Mono<Integer> call() {
			return Mono.just(1);
		}

	}

	static class ReturnsAStream {

		@DistributedLock
		Stream<String> call() {
			return Stream.of();
		}

	}

	static class ReturnsATask {

		@DistributedLock
		FutureTask<String> call() {
			return new FutureTask<>(() -> "done");
		}

	}

	static class InterruptedLater {

		@DistributedLock(onLost = OnLost.INTERRUPT)
		Mono<String> call() {
			return Mono.empty();
		}

	}

	static class ReactiveTransaction {

		@DistributedLock(release = Release.AFTER_COMPLETION)
		Mono<String> call() {
			return Mono.empty();
		}

	}

	static class SeveralAnswers {

		@DistributedLock(name = "a", onBusy = OnBusy.SKIP)
		@DistributedLock(name = "b", onBusy = OnBusy.FALLBACK, fallback = "call")
		void call() {
		}

	}

	static class MutexAndReader {

		@DistributedLock(name = "stock")
		void call() {
		}

		@DistributedLock(name = "stock", mode = LockMode.READ)
		void read() {
		}

	}

	static class PrivateMethod {

		@DistributedLock
		private void call() {
		}

	}

	static class FinalMethod {

		@DistributedLock
		final void call() {
		}

	}

	static class CallsItself {

		@DistributedLock
		void call() {
		}

		void all() {
			call();
		}

	}

	/** Of the same simple name as another one. */
	static final class Elsewhere {

		private Elsewhere() {
		}

		static class UselessFallback {

			@DistributedLock
			void call() {
			}

		}

	}

	static class Good {

		@DistributedLock(onUnavailable = OnUnavailable.PROCEED_UNLOCKED, onLost = OnLost.EVENT)
		void call() {
		}

		@DistributedLock(name = "stock", mode = LockMode.WRITE, lease = "${none:5s}", maxHold = "5s", minHold = "5s")
		void write() {
		}

		@DistributedLock(name = "stock", mode = LockMode.READ)
		void read() {
		}

		@DistributedLock(name = "a", onBusy = OnBusy.SKIP)
		@DistributedLock(name = "b")
		void two() {
		}

	}

}
