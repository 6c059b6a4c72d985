package io.github.redispatterns.benchmarks.cache;

import io.github.redispatterns.benchmarks.harness.Keys;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Takes keys in turn.
 */
@State(Scope.Thread)
public class Turn {

	static final int KEYS = 1_024;

	private int next;

	String next() {
		this.next = (this.next + 1) % KEYS;
		return Keys.of(this.next);
	}

}
