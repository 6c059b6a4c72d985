package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Broadcasts over one channel, which every topology delivers to every instance, and one
 * connection from the first who joins until the stop.
 */
final class RedisBroadcasts implements Broadcasts, NewsMembers.Desk, SmartLifecycle {

	private static final int MOST_THREADS = 4;

	/** Longer than a driver waits for a heartbeat by our defaults. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private final byte[] channel;

	private final List<byte[]> zones;

	private final NewsTerms terms;

	private final Heartbeats heartbeats;

	private final Workers workers;

	private final Supplier<Subscription> subscriptions;

	private final SubscriptionHealth health;

	private final NewsMembers members = new NewsMembers(this);

	private final ServerTime time = new ServerTime();

	private final NewsTally tally = new NewsTally();

	private volatile NewsPublisher publisher = new NewsPublisher();

	private volatile @Nullable NewsRoom room;

	private volatile boolean stopped;

	RedisBroadcasts(String channel, List<byte[]> zones, NewsTerms terms, ScriptRunner scripts, boolean virtual,
			Supplier<Subscription> subscriptions) {
		this.channel = utf8(channel);
		this.zones = zones;
		this.terms = terms;
		this.workers = new Workers("redis-patterns-heartbeat", Math.min(zones.size(), MOST_THREADS), 100, GRACE,
				virtual);
		this.heartbeats = new Heartbeats(scripts, this.workers, this.time, this.channel, zones);
		this.subscriptions = subscriptions;
		this.health = SubscriptionHealth.ofBroadcasts(channel);
	}

	static RedisBroadcasts of(RedisConnectionFactory factory, KeySpace space, RedisDriver driver, Duration bound,
			boolean virtual) {
		String prefix = space.namespace() + ":kernel:";
		List<byte[]> zones = new ArrayList<>();
		for (int zone = 0; zone < driver.zones(); zone++) {
			zones.add(utf8(prefix + Slots.tag(zone, driver.zones()) + ":pulse"));
		}
		return new RedisBroadcasts(prefix + "news", zones, NewsTerms.of(bound), driver.scripts(), virtual,
				() -> Subscription.of(factory, utf8(prefix + "news"), utf8(prefix + "beat")));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Member join(String name, Listener listener) {
		NewsMembers.Registration member = this.members.add(name, listener);
		NewsRoom current = open();
		if (current != null) {
			current.welcome(member);
		}
		return member;
	}

	private synchronized @Nullable NewsRoom open() {
		if (this.room == null && !this.stopped) {
			Map<String, Integer> numbers = new HashMap<>();
			this.zones.forEach((zone) -> numbers.put(new String(zone, StandardCharsets.UTF_8), numbers.size()));
			NewsReception reception = new NewsReception(this.terms, this.publisher.name(), numbers, this.members,
					this.tally);
			NewsRoom opened = new NewsRoom(this.terms, this.publisher, reception, this.heartbeats, this.subscriptions,
					this.health);
			this.room = opened;
			opened.start();
		}
		return this.room;
	}

	@Override
	public Outgoing next(byte[] member) {
		return new Outgoing(this.channel, this.publisher.nextHead(member));
	}

	@Override
	public long trustedUntil() {
		NewsRoom current = this.room;
		return (current != null) ? current.trustedUntil() : 0;
	}

	@Override
	public long serverMillis() {
		return this.time.millis();
	}

	/**
	 * Whether nothing can be lost without notice.
	 * @return 1 or 0, not a number before anybody joined
	 */
	double trusted() {
		NewsRoom current = this.room;
		if (current == null) {
			return Double.NaN;
		}
		return (current.trustedUntil() > LeaseKeeper.now()) ? 1 : 0;
	}

	NewsTally tally() {
		return this.tally;
	}

	@Override
	public void start() {
		this.workers.start();
		this.stopped = false;
		if (!this.members.isEmpty()) {
			open();
		}
	}

	@Override
	public void stop() {
		NewsRoom current;
		NewsPublisher before;
		synchronized (this) {
			this.stopped = true;
			current = this.room;
			before = this.publisher;
			this.room = null;
			// whatever is still published comes from one that says no goodbye
			this.publisher = new NewsPublisher();
		}
		if (current != null) {
			current.stop();
			this.workers.stop();
			this.heartbeats.goodbye(before);
		}
	}

	@Override
	public boolean isRunning() {
		return !this.stopped;
	}

	@Override
	public int getPhase() {
		return StopPhase.WAKE_UPS;
	}

}
