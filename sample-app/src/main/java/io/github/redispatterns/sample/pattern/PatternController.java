package io.github.redispatterns.sample.pattern;

import java.util.List;

import io.github.redispatterns.sample.redis.KeyBrowser;
import io.github.redispatterns.sample.redis.PatternsHaveRedis;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The patterns of this application and what each has in Redis and in its sources.
 */
@RestController
@RequestMapping("/api/patterns")
class PatternController {

	private final List<PatternCard> cards;

	private final PatternsHaveRedis redis;

	private final KeyBrowser browser;

	private final ActionLog actions;

	PatternController(List<PatternCard> cards, PatternsHaveRedis redis, KeyBrowser browser, ActionLog actions) {
		this.cards = cards;
		this.redis = redis;
		this.browser = browser;
		this.actions = actions;
	}

	@GetMapping
	List<PatternState> patterns() {
		boolean shared = this.redis.now();
		return this.cards.stream().map((card) -> PatternState.of(card, shared)).toList();
	}

	@GetMapping("/{name}/redis")
	InRedis inRedis(@PathVariable String name) {
		PatternCard card = card(name);
		return new InRedis(this.actions.apart(() -> this.browser.keys(card.name())), this.actions.last(card.name()));
	}

	@GetMapping("/{name}/code")
	List<Snippet> code(@PathVariable String name) {
		return card(name).code();
	}

	private PatternCard card(String name) {
		return this.cards.stream()
			.filter((card) -> card.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"There is no pattern '%s'; GET /api/patterns lists them".formatted(name)));
	}

}
