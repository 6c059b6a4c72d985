package io.github.redispatterns.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.internal.NewsMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishers that come, crash and leave, a channel that loses and reorders, a connection
 * that breaks and freezes: while news are trusted, whatever was published longer than the
 * bound ago was told, or its loss was.
 */
class NewsReceptionSimulationTests {

	private static final long BOUND = 3000;

	private static final long HEARTBEAT = 1000;

	private static final long STEP = 10;

	private static final int SLOWEST = 50;

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 200, 300 })
	void whatIsTrustedIsComplete(int firstSeed) {
		long trusted = 0;
		for (int seed = firstSeed; seed < firstSeed + 100; seed++) {
			trusted += new World(seed, true).run(30_000);
		}

		assertThat(trusted).as("simulated ms with trust").isGreaterThan(100 * 5_000);
	}

	@Test
	void whereNothingIsLostNothingIsForgotten() {
		for (int seed = 0; seed < 20; seed++) {
			World world = new World(seed, false);
			world.run(30_000);
			assertThat(world.missedAt).as("seed " + seed).hasSize(1);
		}
	}

	/** One receiver, some publishers and a clock. */
	private static final class World implements NewsReception.Readers {

		private final int seed;

		private final boolean faulty;

		private final Random random;

		private final NewsPublisher own = new NewsPublisher();

		private final NewsReception reception = new NewsReception(
				new NewsTerms(nanos(BOUND), nanos(HEARTBEAT), nanos(200)), this.own.name(), Map.of("0", 0, "1", 1),
				this, new NewsTally());

		private final List<Sender> senders = new ArrayList<>();

		private final PriorityQueue<Transit> channel = new PriorityQueue<>(
				(a, b) -> (a.at != b.at) ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));

		private final Map<String, Long> open = new HashMap<>();

		private final List<Long> missedAt = new ArrayList<>();

		private final long[] lastArrival = new long[2];

		private long order;

		private long now = 1000;

		private long connectedAgainAt;

		private boolean connected = true;

		World(int seed, boolean faulty) {
			this.seed = seed;
			this.faulty = faulty;
			this.random = new Random(seed);
		}

		long run(long millis) {
			long trusted = 0;
			this.reception.subscribed(nanos(this.now));
			this.senders.add(new Sender());
			for (long end = this.now + millis; this.now < end; this.now += STEP) {
				breakOrMend();
				comeAndGo();
				if (this.now % HEARTBEAT == 0) {
					beat(this.own);
				}
				List.copyOf(this.senders).forEach(Sender::act);
				deliver();
				this.reception.look(nanos(this.now));
				if (this.reception.trustedUntil() > nanos(this.now)) {
					trusted += STEP;
					check();
				}
			}
			return trusted;
		}

		private void breakOrMend() {
			if (this.connected && this.faulty && this.random.nextInt(700) == 0) {
				this.connected = false;
				this.connectedAgainAt = this.now + this.random.nextInt(5000);
				this.channel.clear();
				if (this.random.nextBoolean()) {
					this.reception.lost();
				}
			}
			else if (!this.connected && this.now >= this.connectedAgainAt) {
				this.connected = true;
				this.reception.subscribed(nanos(this.now));
			}
		}

		private void comeAndGo() {
			if (this.senders.size() < 4 && this.random.nextInt(200) == 0) {
				this.senders.add(new Sender());
			}
			for (Iterator<Sender> it = this.senders.iterator(); it.hasNext();) {
				Sender sender = it.next();
				if (this.now - sender.born > 2000 && this.random.nextInt(500) == 0) {
					it.remove();
					if (!this.faulty || this.random.nextBoolean()) {
						sender.unsent.forEach((body, message) -> sender.publish(body, message.bytes));
						send(0, join(sender.publisher.head(Kind.GOODBYE, 1), "0"));
					}
				}
			}
		}

		private void beat(NewsPublisher publisher) {
			for (int zone = 0; zone < 2; zone++) {
				send(zone, join(publisher.head(Kind.HEARTBEAT, nanos(this.now)), String.valueOf(zone)));
			}
		}

		/** What goes through one zone arrives in its order. */
		private void send(int zone, byte[] message) {
			if (this.connected && !(this.faulty && this.random.nextInt(20) == 0)) {
				this.lastArrival[zone] = Math.max(this.lastArrival[zone], this.now + this.random.nextInt(SLOWEST));
				this.channel.add(new Transit(this.lastArrival[zone], this.order++, message));
			}
		}

		private void deliver() {
			while (!this.channel.isEmpty() && this.channel.peek().at <= this.now) {
				this.reception.received(this.channel.remove().bytes, nanos(this.now));
			}
		}

		private void check() {
			this.open.forEach((body, published) -> assertThat(this.now - published)
				.as("seed %d: published at %d and unknown at %d", this.seed, published, this.now)
				.isLessThanOrEqualTo(BOUND + SLOWEST + STEP));
		}

		@Override
		public void received(String member, byte[] body) {
			this.open.remove(new String(body, StandardCharsets.UTF_8));
		}

		@Override
		public void missed() {
			this.missedAt.add(this.now);
			this.open.clear();
		}

		private static long nanos(long millis) {
			return TimeUnit.MILLISECONDS.toNanos(millis);
		}

		private static byte[] join(byte[] head, String rest) {
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			message.writeBytes(head);
			message.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
			return message.toByteArray();
		}

		private record Transit(long at, long order, byte[] bytes) {
		}

		/** Takes numbers and sends a moment later. */
		private final class Sender {

			private final NewsPublisher publisher = new NewsPublisher();

			private final Map<String, Transit> unsent = new LinkedHashMap<>();

			private final long born = World.this.now;

			private final long offset = World.this.random.nextInt(100) * STEP;

			private int count;

			private void act() {
				if ((World.this.now + this.offset) % HEARTBEAT == 0) {
					beat(this.publisher);
				}
				if (World.this.random.nextInt(30) == 0) {
					String body = this.publisher.name() + this.count++;
					byte[] head = this.publisher.nextHead("cache".getBytes(StandardCharsets.UTF_8));
					this.unsent.put(body,
							new Transit(World.this.now + World.this.random.nextInt(100), 0, join(head, body)));
				}
				for (Iterator<Map.Entry<String, Transit>> it = this.unsent.entrySet().iterator(); it.hasNext();) {
					Map.Entry<String, Transit> next = it.next();
					if (next.getValue().at <= World.this.now) {
						publish(next.getKey(), next.getValue().bytes);
						it.remove();
					}
				}
			}

			private void publish(String body, byte[] message) {
				World.this.open.put(body, World.this.now);
				send(World.this.random.nextInt(2), message);
			}

		}

	}

}
