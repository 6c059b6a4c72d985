package io.github.redispatterns.sample.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.sample.shop.Product;
import io.github.redispatterns.sample.shop.Shelf;
import io.github.redispatterns.sample.shop.StockCounts;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads through the caches, and what makes them forget.
 */
@RestController
@RequestMapping("/api/cache")
class CacheController {

	private static final String CROWDED = "beans";

	private static final int PIECES = 200;

	private final Shelf shelf;

	private final Caches caches;

	private final Crowd crowd;

	private final StockCounts counts;

	private final MeterRegistry meters;

	CacheController(Shelf shelf, Caches caches, Crowd crowd, StockCounts counts, MeterRegistry meters) {
		this.shelf = shelf;
		this.caches = caches;
		this.crowd = crowd;
		this.counts = counts;
		this.meters = meters;
	}

	@GetMapping("/products/{id}")
	Read read(@PathVariable long id) {
		double before = reads();
		long from = System.nanoTime();
		Product product = this.shelf.find(id)
			.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product %d".formatted(id)));
		long nanos = System.nanoTime() - from;
		return new Read(product, TimeUnit.NANOSECONDS.toMicros(nanos), (long) (reads() - before));
	}

	@GetMapping("/categories/{category}")
	List<Product> category(@PathVariable String category) {
		return this.shelf.in(category);
	}

	@GetMapping("/state")
	@Nullable List<Caches.Place> state() {
		return this.caches.look();
	}

	@PostMapping("/stampede")
	Crowd.Stampede stampede() {
		this.caches.shelves().evict(CROWDED);
		return this.crowd.ask(CROWDED);
	}

	@PostMapping("/raise")
	Map<String, Object> raise(@RequestParam String category) {
		return Map.of("category", category, "changed", this.shelf.raisePrices(category));
	}

	@PostMapping("/evict")
	Map<String, Boolean> evict(@RequestParam long product) {
		return Map.of("evicted", this.caches.products().evict(product));
	}

	@PostMapping("/clear")
	Map<String, Boolean> clear() {
		this.caches.clear();
		return Map.of("cleared", true);
	}

	@PostMapping("/count")
	Counted count(@RequestParam long product) {
		int before = this.counts.counted(product);
		for (int i = 1; i <= PIECES; i++) {
			this.counts.count(product, before + i);
		}
		return new Counted(product, PIECES, this.counts.counted(product), this.counts.inDatabase(product));
	}

	@GetMapping("/counts/{product}")
	Counted counted(@PathVariable long product) {
		return new Counted(product, 0, this.counts.counted(product), this.counts.inDatabase(product));
	}

	private double reads() {
		return this.meters.counter(Shelf.READS, "query", "product").count();
	}

	/**
	 * What was counted.
	 *
	 * @param product number of the product
	 * @param writes how often it was written just now
	 * @param counted how many whoever reads finds
	 * @param inDatabase how many the database knows of
	 */
	record Counted(long product, int writes, int counted, int inDatabase) {
	}

	/**
	 * A product, and what it cost.
	 *
	 * @param product the product
	 * @param micros time that it took, in microseconds
	 * @param executions how often the database was asked meanwhile
	 */
	record Read(Product product, long micros, long executions) {
	}

}
