package io.github.redispatterns.internal;

import java.util.List;

/**
 * A way to the server that one caller uses at a time, for itself and for those who travel
 * with it.
 */
interface Lane {

	/**
	 * Take one call there and its reply back.
	 * @param evaluation the call
	 */
	void carry(Evaluation evaluation);

	/**
	 * Take several calls there in one write and their replies back.
	 * @param batch the calls
	 */
	void carry(List<Evaluation> batch);

}
