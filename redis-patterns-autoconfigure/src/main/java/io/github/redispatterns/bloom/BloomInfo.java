package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.List;

/**
 * How full a filter is.
 *
 * @param name name of the filter
 * @param state whether it can say that an item is absent
 * @param items how many were added to its present generation
 * @param capacity how many its present generation has room for, without another layer
 * @param fill share of the capacity that is used
 * @param errorRate share of the items never added that look now as if they were
 * @param memory bytes of all its bits
 * @param remaining how long it lives if nobody uses it
 * @param generations present, previous and what is being built, as far as there are some
 */
public record BloomInfo(String name, State state, long items, long capacity, double fill, double errorRate, long memory,
		Duration remaining, List<Generation> generations) {

	/**
	 * Whether a filter can say that an item is absent.
	 */
	public enum State {

		/** It is complete. */
		READY,

		/** It was not built, or Redis lost it whole. */
		NOT_BUILT,

		/** Redis lost a part of it, lately or before what is in it now was added. */
		INCOMPLETE,

		/** Some item found no room. */
		FULL

	}

	/**
	 * What a generation is for.
	 */
	public enum Role {

		/** It gets new items and answers. */
		PRESENT,

		/** It still answers. */
		PREVIOUS,

		/** It is being rebuilt and does not answer yet. */
		BUILDING

	}

	/**
	 * The items of a period, or of a rebuild.
	 *
	 * @param role what it is for
	 * @param age time since it was started
	 * @param layers how many bitmaps it has
	 * @param items how many were added
	 * @param capacity how many it has room for
	 * @param errorRate share of the items never added that look as if they were
	 * @param memory bytes of its bits
	 */
	public record Generation(Role role, Duration age, int layers, long items, long capacity, double errorRate,
			long memory) {
	}

}
