package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.RunningInstances.Starter;
import io.github.redispatterns.support.Topology;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.args.ClientType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands and connections that locks cost, which the documentation states.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
abstract class LockCommandsContract {

	private static final Log logger = LogFactory.getLog(LockCommandsContract.class);

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final AtomicInteger NAMES = new AtomicInteger();

	RedisServers servers;

	private Instances instances;

	abstract String driver();

	@BeforeAll
	void start() throws InterruptedException {
		this.instances = Instances.start(2, Starter.class, this.servers.applicationProperties(driver()));
		// every server of a cluster learns the scripts
		for (int i = 0; i < 100; i++) {
			locks(i % 2).lock(LockRequest.of("warm", "up" + i)).close();
		}
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	private Locks locks(int instance) {
		return this.instances.beans(Locks.class).get(instance);
	}

	@Test
	void lockAndUnlockAreTwoCommandsAndNoPublish() throws Exception {
		LockRequest request = LockRequest.of(name(), "42");
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			for (int i = 0; i < 50; i++) {
				try (HeldLock lock = locks(0).lock(request.withWait(Duration.ofSeconds((i % 2) * 5)))) {
					assertThat(lock.isValid()).isTrue();
					assertThat(lock.remaining()).isPositive();
				}
			}
			assertThat(counter.sent()).isEqualTo(Map.of("evalsha", 100L));
			assertThat(counter.counts()).doesNotContainKeys("publish", "spublish", "subscribe");
		}
	}

	@Test
	void gettingItOnceMoreIsNoCommand() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock outer = locks(0).lock(request)) {
			assertThat(CommandCounter.counting(this.servers, () -> {
				try (HeldLock inner = locks(0).lock(request)) {
					assertThat(inner.fence()).isEqualTo(outer.fence());
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			})).isEmpty();
		}
	}

	@Test
	void aRefusalAnExtensionAndALookAreOneCommandEach() throws Exception {
		LockRequest request = LockRequest.of(name());
		try (HeldLock lock = locks(0).lock(request); CommandCounter counter = CommandCounter.on(this.servers)) {
			assertThat(locks(1).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
			lock.extend(LONG);
			locks(1).inspect(request.name());
			// the server may meet a script for the first time
			assertThat(counter.sent()).containsEntry("evalsha", 3L);
		}
	}

	@Test
	void threadsOfOneInstanceHandItOnWithoutAPublish() {
		LockRequest request = LockRequest.of(name()).withWait(LONG);
		int threads = 8;
		int cycles = 50;
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			Rivals.race(threads, (i) -> {
				for (int n = 0; n < cycles; n++) {
					locks(0).lock(request).close();
				}
				return i;
			});
			Map<String, Long> sent = counter.sent();
			logger.info("%d cycles of %d threads: %s".formatted(threads * cycles, threads, sent));
			assertThat(sent.get("evalsha")).as("two per cycle, and one more for who asks in vain")
				.isBetween(2L * threads * cycles, 3L * threads * cycles);
			assertThat(counter.counts()).doesNotContainKeys("publish", "spublish");
		}
	}

	@Test
	void tenThousandContendedKeysNeedOneSubscriptionPerInstance() throws Exception {
		String name = name();
		int threads = 200;
		int keys = 50;
		List<HeldLock> held = IntStream.range(0, threads * keys).mapToObj((i) -> lock(name, "k" + i)).toList();
		Set<String> channels = new HashSet<>();
		AtomicInteger connections = new AtomicInteger();
		Rivals.race(threads + 1, LONG, (i) -> {
			if (i == threads) {
				channels.addAll(channels());
				connections.accumulateAndGet(subscribers(), Math::max);
				return i;
			}
			for (int n = 0; n < keys; n++) {
				LockRequest request = LockRequest.of(name, "k" + (i * keys + n)).withWait(Duration.ofMillis(2));
				assertThat(locks(1).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
			}
			return i;
		});
		channels.addAll(channels());
		connections.accumulateAndGet(subscribers(), Math::max);
		held.forEach(HeldLock::close);

		// of two instances, on each server that has signals for them
		assertThat(connections.get()).isBetween(1, 2);
		assertThat(channels).isNotEmpty().allMatch((channel) -> channel.startsWith("test:kernel:"));
		if (this.servers.topology() != Topology.CLUSTER) {
			assertThat(channels).hasSizeBetween(1, 2);
		}
	}

	private HeldLock lock(String name, String key) {
		try {
			return locks(0).lock(LockRequest.of(name, key).withLease(LONG));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private Set<String> channels() {
		Set<String> channels = new HashSet<>();
		this.servers.nodes().forEach((node) -> {
			channels.addAll(node.call((jedis) -> jedis.pubsubChannels()));
			channels.addAll(node.call((jedis) -> jedis.pubsubShardChannels()));
		});
		channels.removeIf((channel) -> channel.startsWith("__"));
		return channels;
	}

	private int subscribers() {
		return this.servers.nodes()
			.stream()
			.mapToInt((node) -> (int) node.call((jedis) -> jedis.clientList(ClientType.PUBSUB)).lines().count())
			.max()
			.orElseThrow();
	}

	private static String name() {
		return "c" + NAMES.incrementAndGet();
	}

}
