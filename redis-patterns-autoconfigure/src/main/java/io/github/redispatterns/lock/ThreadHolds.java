package io.github.redispatterns.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What each thread holds through views, kept by the thread and gone with it.
 */
final class ThreadHolds {

	private final ThreadLocal<@Nullable Map<Owned, Hold>> mine = new ThreadLocal<>();

	/**
	 * Find what the present thread holds.
	 * @param owned which lock
	 * @return what it holds, perhaps lost, or {@code null}
	 */
	@Nullable Hold find(Owned owned) {
		Map<Owned, Hold> holds = this.mine.get();
		return (holds != null) ? holds.get(owned) : null;
	}

	void put(Owned owned, HeldLock lock) {
		Map<Owned, Hold> holds = this.mine.get();
		if (holds == null) {
			holds = new HashMap<>();
			this.mine.set(holds);
		}
		holds.put(owned, new Hold(lock));
	}

	void remove(Owned owned) {
		Map<Owned, Hold> holds = this.mine.get();
		if (holds != null && holds.remove(owned) != null && holds.isEmpty()) {
			this.mine.remove();
		}
	}

	/**
	 * One lock however it was asked for.
	 *
	 * @param name name of the lock
	 * @param keys which of the locks of that name
	 * @param mode how it is shared
	 */
	record Owned(String name, List<String> keys, LockMode mode) {

		static Owned of(LockRequest request) {
			return new Owned(request.name(), request.keys(), request.mode());
		}

	}

	/** What one thread holds, and how often. */
	static final class Hold {

		private final HeldLock lock;

		private int times = 1;

		private @Nullable LockLostException loss;

		Hold(HeldLock lock) {
			this.lock = lock;
		}

		HeldLock lock() {
			return this.lock;
		}

		/**
		 * Get it once more.
		 * @return {@code false} if it was closed behind the view's back
		 * @throws LockLostException if it was lost
		 */
		boolean enter() {
			if (this.loss == null && this.lock.isValid()) {
				this.times++;
				return true;
			}
			end();
			return false;
		}

		/**
		 * Give it back once.
		 * @return whether that was the last time
		 */
		boolean exit() {
			this.times--;
			return this.times == 0;
		}

		/**
		 * End it.
		 * @throws LockLostException if it was lost
		 */
		void end() {
			if (this.loss != null) {
				throw this.loss;
			}
			try {
				this.lock.close();
			}
			catch (LockLostException ex) {
				this.loss = ex;
				throw ex;
			}
		}

	}

}
