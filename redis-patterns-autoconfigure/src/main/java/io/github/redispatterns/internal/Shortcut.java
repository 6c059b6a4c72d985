package io.github.redispatterns.internal;

/**
 * One command that does the work of a script, most of the time.
 */
public enum Shortcut {

	/** Read a text. Takes the key. */
	GET,

	/**
	 * Read a text, or write another one if there is none. Takes the key, what to write
	 * and the milliseconds after which that goes away.
	 */
	GET_OR_SET

}
