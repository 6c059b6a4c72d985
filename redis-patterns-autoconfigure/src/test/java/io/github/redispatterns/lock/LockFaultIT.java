package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.Outage;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One server that fails while locks are taken, waited for, held and given back.
 */
class LockFaultIT {

	@Nested
	@RedisTest(dedicated = true)
	class WithJedis extends OneServer {

		WithJedis() {
			super("jedis");
		}

	}

	@Nested
	@RedisTest(dedicated = true)
	class WithLettuce extends OneServer {

		WithLettuce() {
			super("lettuce");
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "kernel:probe" })
	abstract static class OneServer {

		private static final Duration LONG = Duration.ofMinutes(10);

		private final String driver;

		RedisServers servers;

		private TcpProxy proxy;

		private Instances instances;

		OneServer(String driver) {
			this.driver = driver;
		}

		@BeforeAll
		void start() {
			this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
			this.instances = Instances.start(HistoryWorker.App.class,
					List.of(properties(this.proxy.port()), properties(this.servers.port())));
		}

		@AfterAll
		void stop() {
			this.instances.close();
			this.proxy.close();
		}

		private Map<String, Object> properties(int port) {
			Map<String, Object> properties = this.servers.applicationProperties(this.driver);
			properties.put("spring.data.redis.port", port);
			properties.put("spring.data.redis.timeout", "500ms");
			properties.put("spring.data.redis.connect-timeout", "500ms");
			properties.put("redis-patterns.drain", "0s");
			return properties;
		}

		/** Behind the proxy. */
		private Locks locks() {
			return this.instances.beans(Locks.class).get(0);
		}

		private Locks others() {
			return this.instances.beans(Locks.class).get(1);
		}

		private void awaitRecovery() {
			LockRequest request = LockRequest.of("recovery");
			for (Locks each : this.instances.beans(Locks.class)) {
				Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
					each.lock(request.withWait(Duration.ofSeconds(1))).close();
					return true;
				});
			}
		}

		@ParameterizedTest
		@EnumSource(Outage.class)
		void whoAsksAndWhoWaitsIsToldThatRedisIsAway(Outage outage) throws Exception {
			LockRequest request = LockRequest.of("asked");
			try (HeldLock held = locks().lock(request.withLease(LONG))) {
				List<Aside<HeldLock>> waiters = Stream
					.generate(() -> Aside.start(() -> locks().lock(request.withWait(LONG))))
					.limit(5)
					.toList();
				Awaitility.await().until(() -> waiters.stream().allMatch(Aside::isWaiting));
				try (Fault fault = outage.begin(this.servers, this.proxy)) {
					for (int i = 0; i < 5; i++) {
						assertThatExceptionOfType(RedisUnavailableException.class)
							.isThrownBy(() -> locks().lock(LockRequest.of("new")));
					}
					waiters.forEach((waiter) -> assertThatExceptionOfType(RedisUnavailableException.class)
						.isThrownBy(waiter::get));
					assertThat(held.isValid()).as("nobody else can have it").isTrue();
				}
				if (outage == Outage.KILLED) {
					Awaitility.await().ignoreExceptions().until(() -> !held.verify());
				}
			}
			catch (LockLostException ex) {
				assertThat(outage).isEqualTo(Outage.KILLED);
				assertThat(ex.reason()).isEqualTo(LossCause.TAKEN);
			}
			awaitRecovery();
		}

		@ParameterizedTest
		@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "KILLED", "OUT_OF_MEMORY" })
		void aShortOutageCostsNoLock(Outage outage) throws Exception {
			LockRequest request = LockRequest.of("short").withLease(Duration.ofSeconds(9));
			try (HeldLock held = locks().lock(request)) {
				try (Fault fault = outage.begin(this.servers, this.proxy)) {
					assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(held::verify);
					assertThat(held.isValid()).isTrue();
				}
				Awaitility.await().until(() -> held.remaining().compareTo(Duration.ofSeconds(7)) > 0);
				Awaitility.await().until(() -> held.remaining().compareTo(Duration.ofSeconds(7)) < 0);
				Awaitility.await().until(() -> held.remaining().compareTo(Duration.ofSeconds(7)) > 0);
				assertThat(held.isValid()).isTrue();
			}
			awaitRecovery();
		}

		@Test
		void renewalsAndReleasesGoOnWhenMemoryIsFull() throws Exception {
			LockRequest request = LockRequest.of("oom");
			HeldLock held = locks().lock(request);
			try (Fault fault = this.servers.faults().outOfMemory()) {
				assertThat(held.verify()).isTrue();
				held.close();
				assertThat(others().inspect("oom")).isEmpty();
			}
			awaitRecovery();
		}

		@Test
		void aLongOutageCostsTheLockAndTheNextIsRenewedAgain() throws Exception {
			LockRequest request = LockRequest.of("long").withLease(Duration.ofSeconds(3));
			AtomicReference<LossCause> told = new AtomicReference<>();
			HeldLock held = locks().lock(request);
			held.onLost(told::set);
			try (Fault fault = this.proxy.blackHole()) {
				try (HeldLock next = others().lock(request.withWait(LONG))) {
					assertThat(held.isValid()).isFalse();
					assertThat(next.fence()).isGreaterThan(held.fence());
				}
				Awaitility.await().until(() -> told.get() == LossCause.EXPIRED);
			}
			assertThatExceptionOfType(LockLostException.class).isThrownBy(held::close);
			awaitRecovery();
			isRenewed("long");
		}

		@Test
		void aRestartWithoutMemoryCostsTheLockAndTheNextIsRenewedAgain() throws Exception {
			LockRequest request = LockRequest.of("restart").withLease(Duration.ofSeconds(9));
			HeldLock held = locks().lock(request);
			this.servers.faults().kill(this.servers.node(0)).heal();
			awaitRecovery();

			assertThatExceptionOfType(LockLostException.class).isThrownBy(held::close)
				.satisfies((ex) -> assertThat(ex.reason()).isIn(LossCause.TAKEN, LossCause.EXPIRED));
			try (HeldLock next = others().lock(request)) {
				assertThat(next.fence()).isGreaterThan(held.fence());
			}
			isRenewed("restart");
		}

		private void isRenewed(String name) throws InterruptedException {
			try (HeldLock lock = locks().lock(LockRequest.of(name).withLease(Duration.ofSeconds(3)))) {
				Duration part = Duration.ofMillis(2500);
				Awaitility.await().until(() -> lock.remaining().compareTo(part) < 0);
				Awaitility.await("is renewed").until(() -> lock.remaining().compareTo(part) > 0);
				assertThat(lock.isValid()).isTrue();
			}
		}

		@ParameterizedTest
		@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "KILLED", "OUT_OF_MEMORY" })
		void whatCouldNotBeGivenBackIsGivenBackLater(Outage outage) throws Exception {
			LockRequest request = LockRequest.of("release").withLease(LONG);
			HeldLock held = locks().lock(request);
			try (Fault fault = outage.begin(this.servers, this.proxy)) {
				held.close();
			}
			others().lock(LockRequest.of("release").withWait(Duration.ofSeconds(30))).close();
			awaitRecovery();
		}

		@ParameterizedTest
		@EnumSource(names = { "FROZEN", "PAUSED", "REPLIES_LOST" })
		void whatWasGrantedWithoutAnAnswerIsGivenBack(Outage outage) throws Exception {
			try (Fault fault = outage.begin(this.servers, this.proxy)) {
				assertThatExceptionOfType(RedisUnavailableException.class)
					.isThrownBy(() -> locks().lock(LockRequest.of("unknown").withLease(LONG)));
				if (outage == Outage.REPLIES_LOST) {
					assertThat(others().inspect("unknown")).isPresent();
				}
			}
			others().lock(LockRequest.of("unknown").withWait(Duration.ofSeconds(30))).close();
			awaitRecovery();
		}

		@Test
		void lostConnectionsAndForgottenScriptsCostNoLock() throws Exception {
			LockRequest request = LockRequest.of("connections").withWait(LONG);
			int[] unprotected = new int[1];
			Rivals.race(5, (i) -> {
				if (i == 4) {
					for (int n = 0; n < 10; n++) {
						this.servers.faults().dropClients();
						this.servers.faults().dropSubscribers();
						this.servers.faults().flushScripts();
						HistoryCheck.pause(Duration.ofMillis(30));
					}
					return i;
				}
				for (int n = 0; n < 100;) {
					try (HeldLock lock = ((i % 2 == 0) ? locks() : others()).lock(request)) {
						unprotected[0]++;
						n++;
					}
					catch (RedisUnavailableException ex) {
						// several connections in a row were lost
						HistoryCheck.pause(Duration.ofMillis(10));
					}
					catch (LockLostException ex) {
						// the answer to the release was lost and somebody else was faster
						assertThat(ex.reason()).isEqualTo(LossCause.TAKEN);
					}
				}
				return i;
			});
			assertThat(unprotected[0]).isEqualTo(400);
		}

		@Test
		void anApplicationStartsWithoutRedis() throws Exception {
			Fault killed = this.servers.faults().killAll();
			try (Instances late = Instances.start(1, HistoryWorker.App.class, properties(this.servers.port()))) {
				Locks locks = late.beans(Locks.class).get(0);
				assertThatExceptionOfType(RedisUnavailableException.class)
					.isThrownBy(() -> locks.lock(LockRequest.of("start")));
				killed.heal();
				Awaitility.await().ignoreExceptions().until(() -> {
					locks.lock(LockRequest.of("start")).close();
					return true;
				});
			}
			awaitRecovery();
		}

	}

}
