package io.github.redispatterns.sample.lock;

/**
 * A caller as JSON.
 *
 * @param caller who asked
 * @param state what became of it
 * @param fence fencing token, 0 if it never had the lock
 */
record TurnView(String caller, Turn.State state, long fence) {

	static TurnView of(Turn turn) {
		return new TurnView(turn.caller(), turn.state(), turn.fence());
	}

}
