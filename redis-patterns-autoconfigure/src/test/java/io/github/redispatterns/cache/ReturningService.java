package io.github.redispatterns.cache;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * Returns the same in every way. An argument that begins with {@code none} has no value,
 * one that begins with {@code veto} one that is not stored, one with {@code fail} fails.
 */
public class ReturningService {

	private final AtomicLong executions = new AtomicLong();

	AtomicLong executions() {
		return this.executions;
	}

	private Item next(String key) {
		long number = this.executions.incrementAndGet();
		if (key.startsWith("fail")) {
			throw new UnsupportedOperationException("failure " + number);
		}
		return key.startsWith("none") ? null : new Item(key, number);
	}

	@Cacheable(cacheNames = "items", unless = "#result?.name?.startsWith('veto')")
	public Item plain(String key) {
		return next(key);
	}

	@Cacheable(cacheNames = "items", sync = true)
	public Item plainSync(String key) {
		return next(key);
	}

	@Cacheable(cacheNames = "items", unless = "#result?.name?.startsWith('veto')")
	public Optional<Item> optional(String key) {
		return Optional.ofNullable(next(key));
	}

	@Cacheable(cacheNames = "items", sync = true)
	public Optional<Item> optionalSync(String key) {
		return Optional.ofNullable(next(key));
	}

	@Cacheable(cacheNames = "items", unless = "#result?.name?.startsWith('veto')")
	public CompletableFuture<Item> future(String key) {
		return CompletableFuture.supplyAsync(() -> next(key));
	}

	@Cacheable(cacheNames = "items", sync = true)
	public CompletableFuture<Item> futureSync(String key) {
		return CompletableFuture.supplyAsync(() -> next(key));
	}

	@Cacheable(cacheNames = "items", unless = "#result?.name?.startsWith('veto')")
	public Mono<Item> mono(String key) {
		return Mono.defer(() -> Mono.justOrEmpty(next(key)));
	}

	@Cacheable(cacheNames = "items", sync = true)
	public Mono<Item> monoSync(String key) {
		return Mono.defer(() -> Mono.justOrEmpty(next(key)));
	}

	@Cacheable(cacheNames = "lists", unless = "#result.size() > 0 && #result[0].name.startsWith('veto')")
	public Flux<Item> flux(String key) {
		return many(key);
	}

	@Cacheable(cacheNames = "lists", sync = true)
	public Flux<Item> fluxSync(String key) {
		return many(key);
	}

	@Cacheable("items")
	public Flux<Item> manyAmongItems(String key) {
		return many(key);
	}

	private Flux<Item> many(String key) {
		return Flux.defer(() -> {
			Item first = next(key);
			return (first != null) ? Flux.fromIterable(items(first)) : Flux.empty();
		});
	}

	/**
	 * All items of a stream.
	 * @param first the first
	 * @return that and those which always follow it
	 */
	static List<Item> items(Item first) {
		return List.of(first, new Item("second", 2), new Item("third", 3));
	}

	@CachePut(cacheNames = "items", key = "#p0.name")
	public Item insert(Item item) {
		return item;
	}

	@CachePut(cacheNames = "lists", key = "#p0[0].name")
	public List<Item> insert(List<Item> items) {
		return items;
	}

	@Cacheable("numbers")
	public Object number(String key) {
		return this.executions.incrementAndGet();
	}

	/**
	 * A value.
	 *
	 * @param name the argument
	 * @param number of the execution
	 */
	public record Item(String name, long number) {

	}

}
