package io.github.redispatterns.sample.live;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.sample.pattern.ActionLog;
import io.github.redispatterns.sample.pattern.PatternCard;
import io.github.redispatterns.sample.redis.PatternsHaveRedis;
import io.github.redispatterns.sample.redis.RedisAddress;
import io.github.redispatterns.sample.redis.RedisWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Once a second puts together what the page shows, whether or not Redis answers.
 * <p>
 * Stops before the web server does, because a graceful stop waits for open streams.
 */
@Component
class LiveFeed implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(LiveFeed.class);

	private final Place place;

	private final RedisWatch redis;

	private final PatternsHaveRedis patternsHaveRedis;

	private final List<PatternCard> cards;

	private final ActionLog actions;

	private final JsonMapper json;

	private final History history = new History();

	private final Viewers viewers = new Viewers();

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor((task) -> new Thread(task, "live-feed"));

	/** What each card showed last; only the thread of the feed touches it. */
	private final Map<String, Object> patterns = new LinkedHashMap<>();

	private volatile boolean running;

	LiveFeed(@Value("${sample.instance}") String instance, RedisAddress address, RedisWatch redis,
			PatternsHaveRedis patternsHaveRedis, List<PatternCard> cards, ActionLog actions, JsonMapper json) {
		this.place = Place.of(instance, address);
		this.redis = redis;
		this.patternsHaveRedis = patternsHaveRedis;
		this.cards = cards;
		this.actions = actions;
		this.json = json;
	}

	SseEmitter open() {
		return this.viewers.add(this.history.asJson());
	}

	@Override
	public void start() {
		this.running = true;
		this.thread.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.thread.shutdownNow();
		this.viewers.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	private void tick() {
		try {
			boolean shared = this.patternsHaveRedis.now();
			this.actions
				.betweenActions(() -> this.cards.forEach((card) -> this.patterns.put(card.name(), card.live(shared))));
			String tick = this.json.writeValueAsString(
					new Tick(System.currentTimeMillis(), this.place, this.redis.state(), shared, this.patterns));
			this.history.add(tick);
			this.viewers.send("tick", tick);
		}
		catch (RuntimeException ex) {
			logger.debug("One tick was left out", ex);
		}
	}

}
