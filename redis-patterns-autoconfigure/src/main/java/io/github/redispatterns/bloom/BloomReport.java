package io.github.redispatterns.bloom;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.github.redispatterns.bloom.BloomInfo.Generation;
import io.github.redispatterns.bloom.BloomInfo.Role;
import io.github.redispatterns.bloom.BloomInfo.State;

/**
 * Reads what {@code inspect.lua} says.
 */
final class BloomReport {

	private BloomReport() {
	}

	static BloomInfo of(String name, List<Long> reply) {
		Iterator<Long> numbers = reply.iterator();
		State state = State.values()[numbers.next().intValue()];
		Duration remaining = Duration.ofMillis(numbers.next());
		List<Generation> generations = new ArrayList<>();
		long items = 0;
		long capacity = 0;
		long memory = 0;
		double right = 1;
		while (numbers.hasNext()) {
			Generation generation = generation(numbers);
			generations.add(generation);
			memory += generation.memory();
			if (generation.role() == Role.PRESENT) {
				items = generation.items();
				capacity = generation.capacity();
			}
			right *= (generation.role() != Role.BUILDING) ? 1 - generation.errorRate() : 1;
		}
		return new BloomInfo(name, state, items, capacity, (capacity > 0) ? (double) items / capacity : 0, 1 - right,
				memory, remaining, List.copyOf(generations));
	}

	private static Generation generation(Iterator<Long> numbers) {
		Role role = Role.values()[numbers.next().intValue()];
		Duration age = Duration.ofMillis(numbers.next());
		long memory = numbers.next();
		int layers = numbers.next().intValue();
		long items = 0;
		long capacity = 0;
		double right = 1;
		for (int i = 0; i < layers; i++) {
			long bits = numbers.next();
			long hashes = numbers.next();
			capacity += numbers.next();
			long added = numbers.next();
			items += added;
			right *= 1 - Layer.errorRate(bits, hashes, added);
		}
		return new Generation(role, age, layers, items, capacity, 1 - right, memory);
	}

}
