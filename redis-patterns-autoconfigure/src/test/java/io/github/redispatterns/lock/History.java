package io.github.redispatterns.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who held which lock when, as the holders themselves believed, on one monotonic clock.
 * <p>
 * A look at a handle happens between two readings of the clock. A hold was certainly
 * valid from the end of the first look that found it so to the beginning of the last one;
 * so what is reported is a violation, however slowly the clocks were read.
 */
final class History {

	private final Map<String, Hold> holds = new LinkedHashMap<>();

	private final Map<String, Integer> counts = new TreeMap<>();

	/**
	 * Read what holders wrote. The last line of a killed one may be cut off.
	 * @param files their files
	 * @return the history
	 */
	static History read(Collection<Path> files) {
		History history = new History();
		for (Path file : files) {
			try {
				Files.readString(file).lines().map((line) -> line.split(" ")).forEach(history::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return history;
	}

	void add(String... words) {
		if (!words[words.length - 1].equals(".")) {
			return;
		}
		switch (words[0]) {
			case "hold" -> this.holds.put(words[1],
					new Hold(words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[4])));
			case "valid" -> this.holds.get(words[1]).valid(Long.parseLong(words[2]), Long.parseLong(words[3]));
			default -> this.counts.merge(words[0] + " " + words[1], 1, Integer::sum);
		}
	}

	Collection<Hold> holds() {
		return this.holds.values();
	}

	Map<String, Integer> counts() {
		return this.counts;
	}

	/**
	 * Find holders of one lock who believed at the same time to hold it.
	 * @return one sentence per pair of neighbours
	 */
	List<String> overlaps() {
		List<String> overlaps = new ArrayList<>();
		byKey().values().forEach((holds) -> {
			holds.sort(Comparator.comparingLong((hold) -> hold.from));
			Hold latest = null;
			for (Hold hold : holds) {
				if (latest != null && hold.from < latest.until) {
					overlaps.add(latest + " and " + hold);
				}
				latest = (latest == null || hold.until > latest.until) ? hold : latest;
			}
		});
		return overlaps;
	}

	/**
	 * Find holders who had a token before another one asked and whose token is not
	 * smaller.
	 * @return one sentence per pair
	 */
	List<String> unfencedOrder() {
		List<String> problems = new ArrayList<>();
		byKey().values().forEach((holds) -> {
			List<Hold> asked = holds.stream().sorted(Comparator.comparingLong((hold) -> hold.sent)).toList();
			holds.sort(Comparator.comparingLong((hold) -> hold.from));
			Hold largest = null;
			int next = 0;
			for (Hold hold : asked) {
				for (; next < holds.size() && holds.get(next).from < hold.sent; next++) {
					Hold earlier = holds.get(next);
					largest = (largest == null || earlier.fence > largest.fence) ? earlier : largest;
				}
				if (largest != null && largest.fence >= hold.fence) {
					problems.add(largest + " before " + hold);
				}
			}
		});
		return problems;
	}

	/**
	 * Find tokens that two holders of one lock had.
	 * @return one sentence per token
	 */
	List<String> sharedTokens() {
		return this.holds.values()
			.stream()
			.collect(Collectors.groupingBy((hold) -> hold.key + " " + hold.fence))
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().size() > 1)
			.map((entry) -> entry.getKey() + " " + entry.getValue())
			.toList();
	}

	/** Holds that were found valid at all, by lock. */
	private Map<String, List<Hold>> byKey() {
		return this.holds.values()
			.stream()
			.filter((hold) -> hold.from != Long.MAX_VALUE)
			.collect(Collectors.groupingBy((hold) -> hold.key, Collectors.toCollection(ArrayList::new)));
	}

	/** One hold. */
	static final class Hold {

		final String id;

		final String key;

		final long fence;

		final long sent;

		long from = Long.MAX_VALUE;

		long until = Long.MIN_VALUE;

		Hold(String id, String key, long fence, long sent) {
			this.id = id;
			this.key = key;
			this.fence = fence;
			this.sent = sent;
		}

		private void valid(long before, long after) {
			this.from = Math.min(this.from, after);
			this.until = Math.max(this.until, before);
		}

		@Override
		public String toString() {
			return "%s of %s with %d [%d, %d]".formatted(this.id, this.key, this.fence, this.from, this.until);
		}

	}

}
