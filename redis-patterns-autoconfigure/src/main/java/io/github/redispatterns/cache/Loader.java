package io.github.redispatterns.cache;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from when no tier has it.
 */
interface Loader {

	/**
	 * Load on the caller's thread.
	 * @return the value
	 * @throws Throwable what the caller will get
	 */
	Loaded load() throws Throwable;

	/**
	 * Return what loads the value in the background, perhaps long after the call.
	 * @return the loader, or {@code null} if the value can only be loaded in the call
	 */
	@Nullable Loader again();

	/** Loads without keeping a thread. */
	interface Async {

		/**
		 * Begin to load.
		 * @return the value to come
		 * @throws Throwable what the caller will get
		 */
		CompletionStage<Loaded> load() throws Throwable;

		/**
		 * Tell whether to look, and to begin the load, on the calling thread if that may
		 * block: what is bound to that thread is there then.
		 * @return {@code false} to leave the calling thread alone
		 */
		default boolean isOnCaller() {
			return false;
		}

		/**
		 * Return what loads the value in the background.
		 * @return the loader, or {@code null} if the value can only be loaded in the call
		 */
		@Nullable Async again();

	}

}
