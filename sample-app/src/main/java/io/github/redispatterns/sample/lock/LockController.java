package io.github.redispatterns.sample.lock;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redispatterns.lock.Passage;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Callers for the lock, those it lets in and those it does not.
 */
@RestController
@RequestMapping("/api/lock")
class LockController {

	private final Stocktake stocktake;

	LockController(Stocktake stocktake) {
		this.stocktake = stocktake;
	}

	@GetMapping("/state")
	LockState state() {
		return LockState.of(this.stocktake.locks().inspect(Stocktake.NAME));
	}

	@PostMapping("/take")
	TurnView take() {
		Turn turn = this.stocktake.ask(Duration.ZERO, Duration.ofSeconds(5)).join();
		if (turn.failure() instanceof RuntimeException failure) {
			throw failure;
		}
		return TurnView.of(turn);
	}

	@PostMapping("/queue")
	Map<String, Integer> queue() {
		IntStream.range(0, 3).forEach((i) -> this.stocktake.ask(Duration.ofSeconds(30), Duration.ofSeconds(2)));
		return Map.of("callers", 3);
	}

	@PostMapping("/write")
	Write write(@RequestParam(defaultValue = "false") boolean stale) {
		Turn writer = this.stocktake.holder(stale ? 1 : 0);
		return (this.stocktake.write(writer) instanceof Passage.Stale refused)
				? new Write(false, writer.caller(), writer.fence(), refused.highest())
				: new Write(true, writer.caller(), writer.fence(), writer.fence());
	}

	@PostMapping("/release")
	Map<String, Boolean> release() {
		return Map.of("released", this.stocktake.release());
	}

	/**
	 * What became of a write.
	 *
	 * @param written whether Redis has it
	 * @param writer who wrote
	 * @param token the writer's fencing token
	 * @param highest the highest token that the guard has seen
	 */
	record Write(boolean written, String writer, long token, long highest) {
	}

}
