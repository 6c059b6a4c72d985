package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.CommandCounter;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.TcpProxy;
import io.github.redispatterns.support.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Locks that a majority of five independent servers grants; what go-redsync and
 * madelson/DistributedLock check of theirs is checked here as well.
 * <p>
 * The first of three instances reaches the servers through networks that can be broken.
 */
@RedisTest(Topology.INDEPENDENT)
@RedisKeys({ "lock:owner", "lock:fence" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuorumLocksIT {

	private static final int SERVERS = 5;

	private static final int MAJORITY = 3;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final SetParams MINUTE = SetParams.setParams().px(60_000);

	private static final AtomicInteger NAMES = new AtomicInteger();

	private RedisServers servers;

	private List<TcpProxy> networks;

	private Instances instances;

	@BeforeAll
	void start() {
		this.networks = this.servers.nodes().stream().map((node) -> TcpProxy.to(node.host(), node.port())).toList();
		Map<String, Object> direct = properties(
				this.servers.nodes().stream().map((node) -> "redis://127.0.0.1:" + node.port()).toList());
		Map<String, Object> breakable = properties(
				this.networks.stream().map((network) -> "redis://127.0.0.1:" + network.port()).toList());
		this.instances = Instances.start(App.class, List.of(breakable, direct, direct));
	}

	@AfterAll
	void stop() {
		this.instances.close();
		this.networks.forEach(TcpProxy::close);
	}

	@Test
	void itIsGrantedByEveryMajorityAndByNothingLess() throws Exception {
		for (int blocked = 0; blocked < 1 << SERVERS; blocked++) {
			LockRequest request = request();
			block(request, blocked);
			Acquisition acquisition = locks(1).tryLock(request);
			if (SERVERS - Integer.bitCount(blocked) >= MAJORITY) {
				HeldLock lock = ((Acquisition.Acquired) acquisition).lock();
				assertThat(lock.isValid()).isTrue();
				assertThat(owners(request)).isEqualTo(SERVERS - Integer.bitCount(blocked));
				lock.close();
			}
			else {
				Acquisition.Busy busy = (Acquisition.Busy) acquisition;
				assertThat(busy.holder()).isEqualTo("other");
				assertThat(busy.remaining()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
			}
			assertThat(owners(request)).as("what is left on servers").isZero();
		}
	}

	@Test
	void fencingTokensGrowFromAnyMajorityToAnyOther() throws Exception {
		Random random = new Random(5);
		for (int first : minorities()) {
			for (int second : minorities()) {
				LockRequest request = request();
				int voter = 0;
				while ((first & 1 << voter) != 0) {
					voter++;
				}
				long ahead = System.currentTimeMillis() * 1000 + 3_600_000_000L + random.nextInt(1000);
				on(voter, (jedis) -> jedis.set(key(request, "fence"), String.valueOf(ahead), MINUTE));
				long token = fenceWithout(request, first);
				assertThat(token).isGreaterThan(ahead);
				assertThat(fenceWithout(request, second)).isGreaterThan(token);
			}
		}
	}

	@Test
	void fencingTokensGrowAlthoughAServerLosesItsData() throws Exception {
		LockRequest request = request();
		long last = 0;
		for (int lost = 0; lost < SERVERS; lost++) {
			for (int blocked : minorities()) {
				long token = fenceWithout(request, blocked);
				assertThat(token).isGreaterThan(last);
				last = token;
				on(lost, (jedis) -> jedis.flushAll());
			}
		}
	}

	@Test
	void gettingItIsTwoCommandsOnEachServerAndGivingItBackIsOne() throws Exception {
		locks(1).lock(request()).close();
		LockRequest request = request();
		try (CommandCounter counter = CommandCounter.on(this.servers)) {
			HeldLock lock = locks(1).lock(request);
			assertThat(counter.sent()).containsEntry("evalsha", 2L * SERVERS);
			lock.close();
			assertThat(counter.sent()).containsEntry("evalsha", 3L * SERVERS).doesNotContainKeys("eval", "publish");
		}
	}

	@Test
	void itWorksWhileTheMinorityIsAwayHangsOrLosesReplies() throws Exception {
		for (Function<TcpProxy, Fault> fault : faults()) {
			List<Fault> broken = breakNetworks(SERVERS - MAJORITY, fault);
			LockRequest request = request().withLease(Duration.ofSeconds(30));
			HeldLock lock = locks(0).lock(request);
			assertThat(lock.verify()).isTrue();
			assertThat(locks(1).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
			lock.close();
			broken.forEach(Fault::heal);
			Awaitility.await().atMost(PATIENCE).until(() -> owners(request) == 0);
		}
	}

	@Test
	void itIsUnavailableInTimeWhileTheMajorityIsAwayHangsOrLosesReplies() {
		for (Function<TcpProxy, Fault> fault : faults()) {
			List<Fault> broken = breakNetworks(MAJORITY, fault);
			LockRequest request = request();
			long begin = System.nanoTime();
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> locks(0).lock(request))
				.withMessageContaining("2 of 5 servers answered");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
			broken.forEach(Fault::heal);
			Awaitility.await().atMost(PATIENCE).until(() -> owners(request) == 0);
		}
	}

	@Test
	void aSlowAcquisitionIsGivenBack() {
		List<Fault> slow = breakNetworks(SERVERS, (network) -> network.latency(Duration.ofMillis(150)));
		LockRequest request = request().withLease(Duration.ofMillis(400));
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> locks(0).lock(request))
			.withMessageContaining("was given back");
		slow.forEach(Fault::heal);
		assertThat(owners(request)).isZero();
	}

	@Test
	void aServerThatLostItVotesAgainUnlessSomebodyElseHasItThere() throws Exception {
		LockRequest request = request().withLease(Duration.ofSeconds(9));
		try (HeldLock lock = locks(1).lock(request)) {
			this.servers.faults().kill(this.servers.node(3)).heal();
			on(4, (jedis) -> jedis.set(key(request, "owner"), "other:1 M", MINUTE));

			Awaitility.await().atMost(PATIENCE).until(() -> owners(request) == 4);
			assertThat(lock.isValid()).isTrue();
			assertThat(locks(2).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
		}
		assertThat(owners(request)).isZero();
	}

	@Test
	void theLossOfAMajorityIsALossAndTheRestIsGivenBack() throws Exception {
		LockRequest request = request();
		HeldLock lock = locks(1).lock(request);
		block(request, 0b00111);

		assertThat(lock.verify()).isFalse();
		assertThat(lock.isValid()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(LossCause.TAKEN));
		assertThat(owners(request)).isZero();
	}

	@Test
	void extensionAndHandOverNeedTheMajority() throws Exception {
		LockRequest request = request();
		HeldLock lock = locks(1).lock(request);
		assertThat(lock.extend(Duration.ofMinutes(5))).isTrue();
		String token = lock.detach();
		try (HeldLock other = locks(2).attach(token).orElseThrow()) {
			assertThat(other.fence()).isEqualTo(lock.fence());
			assertThat(locks(1).tryLock(request)).isInstanceOf(Acquisition.Busy.class);
		}
		assertThat(locks(2).attach(token)).isEmpty();
	}

	@Test
	void manyThreadsOfManyInstancesAreNeverTwoAtOnce() {
		LockRequest request = request().withWait(PATIENCE);
		int[] unprotected = new int[1];
		Rivals.race(6, PATIENCE, (i) -> {
			for (int n = 0; n < 4; n++) {
				try (HeldLock lock = locks(i % 3).lock(request)) {
					unprotected[0]++;
				}
			}
			return i;
		});
		assertThat(unprotected[0]).isEqualTo(24);
	}

	@Test
	void noOtherServerIsNeeded() throws Exception {
		Map<String, Object> properties = properties(
				this.servers.nodes().stream().map((node) -> "redis://127.0.0.1:" + node.port()).toList());
		try (TcpProxy nobody = TcpProxy.to(this.servers.host(), this.servers.port())) {
			nobody.refuse();
			properties.put("spring.data.redis.port", nobody.port());
			try (Instances more = Instances.start(1, App.class, properties)) {
				LockRequest request = request();
				HeldLock lock = locks(1).lock(request);
				Aside<HeldLock> waiter = Aside
					.start(() -> more.beans(Locks.class).get(0).lock(request.withWait(PATIENCE)));
				assertThat(lock.verify()).isTrue();
				lock.close();
				waiter.get().close();
			}
		}
	}

	@Test
	void twoAddressesOfOneServerAreRefused() {
		List<String> addresses = List.of("redis://127.0.0.1:" + this.networks.get(0).port(),
				"redis://127.0.0.1:" + this.servers.port(), "redis://127.0.0.1:" + this.servers.node(1).port());
		try (Instances more = Instances.start(1, App.class, properties(addresses))) {
			LockRequest request = request();
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> more.beans(Locks.class).get(0).lock(request))
				.withMessageContaining("'redis-patterns.lock.quorum.servers'")
				.withMessageContaining("one server");
			assertThat(owners(request)).isZero();
		}
	}

	@Test
	void whatCannotBeIsNamed() {
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> locks(1).lock(request().withMode(LockMode.FAIR)))
			.withMessageContaining("QUORUM");
		try (Instances more = Instances.start(1, App.class, properties(List.of()))) {
			assertThatExceptionOfType(PatternConfigurationException.class)
				.isThrownBy(() -> more.beans(Locks.class).get(0).lock(request()))
				.withMessageContaining("redis-patterns.lock.quorum.servers");
		}
	}

	private Map<String, Object> properties(List<String> servers) {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.lock.quorum.servers", String.join(",", servers));
		properties.put("redis-patterns.lock.quorum.node-timeout", "1500ms");
		return properties;
	}

	private Locks locks(int instance) {
		return this.instances.beans(Locks.class).get(instance);
	}

	private static LockRequest request() {
		return LockRequest.of("q" + NAMES.incrementAndGet()).withDurability(Durability.QUORUM);
	}

	private static String key(LockRequest request, String facet) {
		return "test:lock:{" + request.name() + "}:" + facet;
	}

	private static List<Integer> minorities() {
		return IntStream.range(0, 1 << SERVERS)
			.filter((set) -> Integer.bitCount(set) <= SERVERS - MAJORITY)
			.boxed()
			.toList();
	}

	private static List<Function<TcpProxy, Fault>> faults() {
		return List.of(TcpProxy::refuse, TcpProxy::blackHole, TcpProxy::loseReplies);
	}

	private List<Fault> breakNetworks(int count, Function<TcpProxy, Fault> fault) {
		List<Fault> broken = new ArrayList<>();
		this.networks.subList(0, count).forEach((network) -> broken.add(fault.apply(network)));
		return broken;
	}

	private long fenceWithout(LockRequest request, int blocked) throws Exception {
		block(request, blocked);
		try (HeldLock lock = locks(1).lock(request)) {
			return lock.fence();
		}
		finally {
			for (int i = 0; i < SERVERS; i++) {
				on(i, (jedis) -> jedis.del(key(request, "owner")));
			}
		}
	}

	private void block(LockRequest request, int servers) {
		for (int i = 0; i < SERVERS; i++) {
			if ((servers & 1 << i) != 0) {
				on(i, (jedis) -> jedis.set(key(request, "owner"), "other:1 M", MINUTE));
			}
		}
	}

	private int owners(LockRequest request) {
		int owners = 0;
		for (int i = 0; i < SERVERS; i++) {
			String owner = on(i, (jedis) -> jedis.get(key(request, "owner")));
			owners += (owner != null && !owner.startsWith("other")) ? 1 : 0;
		}
		return owners;
	}

	private <T> T on(int server, Function<Jedis, T> command) {
		return this.servers.node(server).call(command);
	}

	@EnableAutoConfiguration
	static class App {

	}

}
