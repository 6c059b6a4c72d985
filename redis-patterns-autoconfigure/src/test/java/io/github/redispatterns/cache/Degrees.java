package io.github.redispatterns.cache;

/**
 * A value with a JSON form that only a module knows.
 */
final class Degrees {

	private final double value;

	Degrees(double value) {
		this.value = value;
	}

	double celsius() {
		return this.value;
	}

}
