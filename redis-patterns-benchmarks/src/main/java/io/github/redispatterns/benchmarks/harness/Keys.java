package io.github.redispatterns.benchmarks.harness;

/**
 * Keys as users have them: text.
 */
public final class Keys {

	/** How many keys the calls of a row are spread over. */
	public static final int SPREAD = 10_000;

	private static final String[] KEYS = new String[SPREAD];

	static {
		for (int i = 0; i < SPREAD; i++) {
			KEYS[i] = text(i);
		}
	}

	private Keys() {
	}

	/**
	 * Return a key.
	 * @param key its number
	 * @return the text
	 */
	public static String of(int key) {
		return (key < SPREAD) ? KEYS[key] : text(key);
	}

	private static String text(int key) {
		return "customer-" + (1_000_000 + key);
	}

}
