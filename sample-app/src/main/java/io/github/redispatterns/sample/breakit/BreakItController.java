package io.github.redispatterns.sample.breakit;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The menu of the ways to break Redis.
 */
@RestController
@RequestMapping("/api/break")
class BreakItController {

	private final BreakIt redis;

	BreakItController(BreakIt redis) {
		this.redis = redis;
	}

	@GetMapping
	List<Way> ways() {
		return this.redis.ways();
	}

	@PostMapping("/pause")
	Done pause() {
		return new Done(this.redis.pause());
	}

	@PostMapping("/cut")
	Done cut() {
		return new Done(this.redis.cut());
	}

	@PostMapping("/flush-scripts")
	Done flushScripts() {
		return new Done(this.redis.flushScripts());
	}

	@PostMapping("/restart")
	Done restart() {
		return new Done(this.redis.restart());
	}

	record Done(String done) {
	}

}
