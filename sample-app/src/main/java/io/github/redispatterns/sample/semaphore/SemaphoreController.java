package io.github.redispatterns.sample.semaphore;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Callers for permits, and another number of permits.
 */
@RestController
@RequestMapping("/api/semaphore")
class SemaphoreController {

	private static final int CALLERS = 12;

	private static final int MOST_PERMITS = 20;

	private final Renderers renderers;

	SemaphoreController(Renderers renderers) {
		this.renderers = renderers;
	}

	@GetMapping("/state")
	SemaphoreView state() {
		return SemaphoreView.of(this.renderers.look());
	}

	@PostMapping("/take")
	SemaphoreView take() {
		if (this.renderers.ask(Duration.ZERO, Duration.ofSeconds(5)).join() instanceof RuntimeException failure) {
			throw failure;
		}
		return state();
	}

	@PostMapping("/burst")
	Map<String, Integer> burst() {
		IntStream.range(0, CALLERS).forEach((i) -> this.renderers.ask(Duration.ofSeconds(3), Duration.ofSeconds(1)));
		return Map.of("callers", CALLERS);
	}

	@PostMapping("/resize")
	SemaphoreView resize(@RequestParam int permits) {
		if (permits < 0 || permits > MOST_PERMITS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'permits' is %d, allowed are 0 to %d".formatted(permits, MOST_PERMITS));
		}
		this.renderers.resize(permits);
		return state();
	}

}
