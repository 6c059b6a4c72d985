package io.github.redispatterns.cache;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Answer to a lookup.
 *
 * @param state who may load
 * @param life ms until the value goes away
 * @param held ms until the lease of somebody else ends, at most
 * @param value envelope and content, empty if there is none
 */
record Answer(State state, long life, long held, byte[] value) {

	private static final int TOKEN = 16;

	private static final byte[] NOTHING = {};

	static Answer of(List<Object> reply) {
		return new Answer(State.values()[((Long) reply.get(0)).intValue()], (Long) reply.get(1), (Long) reply.get(2),
				(byte[]) reply.get(3));
	}

	/**
	 * Judge what is in the place of a value, as {@code lookup.lua} does.
	 * @param found what is there, {@code null} if nothing was
	 * @param now ms since the epoch by the clock of the server
	 * @param token what was put there if nothing was, empty if that was not tried
	 * @param lease for how many ms
	 * @return the answer, {@code null} if what is there is not fresh
	 */
	static @Nullable Answer of(byte @Nullable [] found, long now, byte[] token, long lease) {
		if (found == null) {
			return new Answer((token.length > 0) ? State.GRANTED : State.NONE, 0, 0, NOTHING);
		}
		if (found.length == TOKEN || found.length == TOKEN + 1) {
			// after a connection that ended before the first reply, it may be our own
			boolean mine = Arrays.equals(found, 0, TOKEN, token, 0, token.length);
			return new Answer(mine ? State.GRANTED : State.HELD, 0, lease, NOTHING);
		}
		if (found.length == 1 && found[0] == '-') {
			return new Answer(State.HOLD_OFF, 0, lease, NOTHING);
		}
		long life = Envelope.life(found, now);
		return (life > 0) ? new Answer(State.NONE, life, 0, found) : null;
	}

	/** Who may load. */
	enum State {

		/** No load is wanted. */
		NONE,

		/** Whoever asked. */
		GRANTED,

		/** Somebody else has the lease. */
		HELD,

		/** Anybody, but nothing may be stored. */
		HOLD_OFF

	}

}
