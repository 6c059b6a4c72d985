package io.github.redispatterns.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.FencingToken;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockEvent;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import reactor.core.publisher.Mono;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A service with locked methods, and one that asks for locks in code.
 */
@Service
public class Warehouse {

	private final Locks locks;

	public Warehouse(Locks locks) {
		this.locks = locks;
	}

	// tag::method[]
	@Transactional
	@DistributedLock(name = "stock", key = "#article", waitTime = "2s")
	public void take(String article, int count) {
		write(article, read(article) - count);
	}
	// end::method[]

	// tag::job[]
	@DistributedLock(name = "nightly-report", onBusy = OnBusy.SKIP, minHold = "30s")
	public void nightlyReport() {
		report();
	}
	// end::job[]

	// tag::token[]
	@DistributedLock(name = "stock", key = "#article")
	public void correct(String article, int count, @FencingToken long token) {
		writeUnlessNewer(article, count, token);
	}
	// end::token[]

	@PerOrder("#order")
	public String cancel(String order) {
		return "cancelled " + order;
	}

	// tag::several[]
	@DistributedLock(name = "stock", key = "#articles")
	@DistributedLock(name = "shelf", key = "#shelf")
	public void move(List<String> articles, String shelf) {
		articles.forEach((article) -> write(article + "@" + shelf, read(article)));
	}
	// end::several[]

	// tag::fallback[]
	@DistributedLock(name = "stock", key = "#article", onBusy = OnBusy.FALLBACK, fallback = "estimate")
	public Optional<Integer> count(String article) {
		return Optional.of(read(article));
	}

	Optional<Integer> estimate(String article, LockNotAvailableException why) {
		return Optional.empty();
	}
	// end::fallback[]

	// tag::lost[]
	@DistributedLock(name = "import", onLost = OnLost.INTERRUPT)
	public void importAll(HeldLock lock) throws InterruptedException {
		while (lock.isValid() && importNext()) {
			lock.extend(Duration.ofMinutes(1));
		}
	}
	// end::lost[]

	// tag::async[]
	@DistributedLock(name = "partner", waitTime = "5s")
	public Mono<String> ask(String question) {
		return Mono.just("answer to " + question);
	}
	// end::async[]

	@DistributedLock(name = "partner", onUnavailable = OnUnavailable.LOCAL_LOCK)
	public CompletableFuture<String> askLater(String question) {
		return CompletableFuture.completedFuture("answer to " + question);
	}

	// tag::code[]
	public String ship(String order) throws InterruptedException {
		LockRequest request = LockRequest.of("order", order).withWait(Duration.ofMillis(200));
		Acquisition acquisition = this.locks.tryLock(request);
		if (acquisition instanceof Acquisition.Busy busy) {
			return "busy for " + busy.remaining();
		}
		try (HeldLock lock = ((Acquisition.Acquired) acquisition).lock()) {
			writeUnlessNewer(order, 1, lock.fence());
			return "shipped";
		}
	}
	// end::code[]

	@EventListener
	public void lost(LockEvent.Lost event) {
		write(event.name(), 0);
	}

	private int read(String article) {
		return article.length();
	}

	private void write(String article, int count) {
		writeUnlessNewer(article, count, 0);
	}

	private void writeUnlessNewer(String article, int count, long token) {
		if (token < 0 || article.isEmpty()) {
			throw new IllegalArgumentException(article + " " + count);
		}
	}

	private void report() {
		write("report", 1);
	}

	private boolean importNext() {
		return false;
	}

}
