package io.github.redispatterns.sample.lock;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.FencedStore;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockMode;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.lock.Passage;
import io.github.redispatterns.sample.pattern.Switched;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * One of all instances counts the stock, in the order in which they asked.
 */
@Component
class Stocktake {

	static final String NAME = "stocktake";

	private static final int REMEMBERED = 20;

	private final Switched<Locks> locks;

	private final ObjectProvider<FencedStore> store;

	private final Deque<Turn> turns = new ArrayDeque<>();

	private int callers;

	Stocktake(ObjectProvider<Locks> locks, ObjectProvider<FencedStore> store) {
		this.locks = new Switched<>(locks, "lock");
		this.store = store;
	}

	// tag::lock[]
	CompletableFuture<Turn> ask(Duration wait, Duration hold) {
		Turn turn = turn();
		LockRequest request = LockRequest.of(NAME).withMode(LockMode.FAIR).withWait(wait);
		CompletableFuture<HeldLock> answer = locks().lockAsync(request).toCompletableFuture();
		return answer.handle((lock, failure) -> (lock != null) ? turn.hold(lock, hold) : forget(turn).refused(failure));
	}

	Passage write(Turn turn) {
		Fence fence = new Fence(NAME, "", turn.fence());
		return this.store.getObject().trySet(fence, "count", turn.caller(), Duration.ofMinutes(10));
	}

	boolean release() {
		return locks().forceRelease("clicked on the dashboard", NAME);
	}
	// end::lock[]

	boolean enabled() {
		return this.locks.on();
	}

	Locks locks() {
		return this.locks.get();
	}

	synchronized List<Turn> turns() {
		return List.copyOf(this.turns);
	}

	/**
	 * Return one of the last that had the lock here.
	 * @param ago 0 for the last, 1 for the one before
	 * @return the turn
	 */
	Turn holder(int ago) {
		return turns().stream()
			.filter((turn) -> turn.fence() > 0)
			.sorted(Comparator.comparingLong(Turn::fence).reversed())
			.skip(ago)
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT,
					"It takes %d to have held the lock here. Take it first.".formatted(ago + 1)));
	}

	private synchronized Turn forget(Turn turn) {
		this.turns.remove(turn);
		return turn;
	}

	private synchronized Turn turn() {
		this.callers++;
		Turn turn = new Turn("Caller " + this.callers);
		this.turns.addFirst(turn);
		if (this.turns.size() > REMEMBERED) {
			this.turns.removeLast();
		}
		return turn;
	}

}
