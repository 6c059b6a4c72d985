package io.github.redispatterns.sample.ratelimit;

import java.util.Map;

import io.github.redispatterns.ratelimit.Algorithm;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Calls to limit. The ping itself knows nothing of its limit: a rule in
 * {@code application.yml} stands before it.
 */
@RestController
@RequestMapping("/api/ratelimit")
class RateLimitController {

	private static final int MOST_CALLS = 1000;

	private final Playground playground;

	RateLimitController(Playground playground) {
		this.playground = playground;
	}

	@GetMapping("/ping")
	Map<String, String> ping() {
		return Map.of("answer", "pong");
	}

	@PostMapping("/burst")
	Burst burst(@RequestParam Algorithm algorithm, @RequestParam int count) {
		if (count < 1 || count > MOST_CALLS) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'count' is %d, allowed are 1 to %d".formatted(count, MOST_CALLS));
		}
		return this.playground.burst(algorithm, count);
	}

	@GetMapping("/state")
	DecisionView state(@RequestParam Algorithm algorithm) {
		return this.playground.peek(algorithm);
	}

	@PostMapping("/reset")
	DecisionView reset(@RequestParam Algorithm algorithm) {
		return this.playground.reset(algorithm);
	}

}
