package io.github.redispatterns.bloom;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.redispatterns.internal.Require;

/**
 * One bitmap of a generation.
 * <p>
 * Sized as Bloom 1970 with the constants of Mitzenmacher and Upfal: {@code -n ln p / (ln
 * 2)²} bits, {@code -log2 p} hashes. Several layers as in Almeida et al., "Scalable Bloom
 * Filters", 2007, with growth 2 and tightening 1/2: the error rates of all layers sum up
 * to less than that of the filter.
 *
 * @param bits how many, a multiple of 8
 * @param hashes bits of one item
 * @param capacity items until the next layer is begun
 */
record Layer(long bits, int hashes, long capacity) {

	private static final int MOST_LAYERS = 10;

	private static final long LONGEST_STRING = 512L * 1024 * 1024;

	static Layer of(long capacity, double errorRate) {
		double ln2 = Math.log(2);
		double bits = Math.ceil(-capacity * Math.log(errorRate) / (ln2 * ln2));
		int hashes = Math.max(1, (int) Math.round(-Math.log(errorRate) / ln2));
		return new Layer((long) Math.ceil(bits / 8) * 8, hashes, capacity);
	}

	long bytes() {
		return this.bits / 8;
	}

	/**
	 * Plan the layers of a generation.
	 * @param spec the filter
	 * @param maxMemory bytes that all its generations may take
	 * @param place what begins the names of its settings in messages
	 * @return as many layers as there is memory for
	 */
	static List<Layer> plan(BloomSpec spec, long maxMemory, String place) {
		long room = room(maxMemory);
		// a check looks at two generations, each of which may be wrong
		double errorRate = spec.errorRate() / ((spec.rotate() != null) ? 2 : 1);
		boolean grows = spec.onFull() == BloomSpec.OnFull.GROW;
		double first = grows ? errorRate / 2 : errorRate;
		Layer layer = of(spec.capacity(), first);
		Require.that(layer.bytes() <= room, place + "capacity", spec.capacity(),
				"from 1 to %d, for which 'redis-patterns.bloom.max-memory' of %d bytes suffices at an error rate of %s"
					.formatted((long) (room * 8.0 * spec.capacity() / layer.bits()), maxMemory, spec.errorRate()));
		List<Layer> layers = new ArrayList<>();
		for (int i = 0; layer.bytes() <= room && i < (grows ? MOST_LAYERS : 1); i++) {
			layers.add(layer);
			room -= layer.bytes();
			layer = of(layer.capacity() * 2, first / (2L << i));
		}
		return List.copyOf(layers);
	}

	/**
	 * Write a plan for the scripts.
	 * @param plan the layers
	 * @param maxMemory bytes that all generations of the filter may take
	 * @return the text
	 */
	static String text(List<Layer> plan, long maxMemory) {
		return room(maxMemory) * 8 + "|"
				+ plan.stream()
					.map((layer) -> layer.bits + " " + layer.hashes + " " + layer.capacity + ";")
					.collect(Collectors.joining());
	}

	private static long room(long maxMemory) {
		// a second one is there while the filter rotates or is rebuilt
		return Math.min(maxMemory / 2, LONGEST_STRING);
	}

	/**
	 * Estimate how often a layer is wrong.
	 * @param bits its bits
	 * @param hashes bits of one item
	 * @param items how many were added
	 * @return the share of items never added that look as if they were
	 */
	static double errorRate(long bits, long hashes, long items) {
		return Math.pow(1 - Math.exp(-(double) hashes * items / bits), hashes);
	}

}
