package io.github.redispatterns.benchmarks.cache;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A cache whose methods do what ours should, whatever their names are.
 *
 * @param finding finds a value
 * @param putting stores one
 * @param evicting removes one
 * @param loading gets one, or loads and stores it
 */
record Calls(Function<String, @Nullable Product> finding, BiConsumer<String, Product> putting,
		Predicate<String> evicting,
		BiFunction<String, Function<String, Product>, @Nullable Product> loading) implements Handle {

	@Override
	public @Nullable Product find(String key) {
		return this.finding.apply(key);
	}

	@Override
	public void put(String key, Product product) {
		this.putting.accept(key, product);
	}

	@Override
	public boolean evict(String key) {
		return this.evicting.test(key);
	}

	@Override
	public @Nullable Product load(String key, Supplier<Product> loader) {
		return this.loading.apply(key, (missing) -> loader.get());
	}

}
