package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.LossCause;
import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Permits while the server or the way to it fails: the first instance sits behind a
 * proxy.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "kernel:probe" })
class SemaphoreFaultIT {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration LEASE = Duration.ofSeconds(1);

	RedisServers servers;

	private Map<String, Object> properties;

	private TcpProxy proxy;

	private Instances instances;

	private Semaphores behindProxy;

	private Semaphores direct;

	@BeforeAll
	void start() {
		this.proxy = TcpProxy.to(this.servers.host(), this.servers.port());
		this.properties = this.servers.applicationProperties("jedis");
		this.properties.put("redis-patterns.drain", "0s");
		this.properties.put("spring.data.redis.timeout", "500ms");
		Map<String, Object> proxied = new HashMap<>(this.properties);
		proxied.put("spring.data.redis.host", this.proxy.host());
		proxied.put("spring.data.redis.port", this.proxy.port());
		this.instances = Instances.start(App.class, List.of(proxied, this.properties));
		this.behindProxy = this.instances.beans(Semaphores.class).get(0);
		this.direct = this.instances.beans(Semaphores.class).get(1);
	}

	@AfterAll
	void stop() {
		this.instances.close();
		this.proxy.close();
	}

	// redis-semaphore: node down and up
	@Test
	void aHolderLearnsOfItsLossBeforeAnybodyElseGetsThePermit() throws Exception {
		for (int round = 0; round < 5; round++) {
			PermitRequest request = semaphore(1).withLease(LEASE);
			Permit permit = this.behindProxy.acquire(request);
			AtomicLong told = new AtomicLong();
			permit.onLost((cause) -> told.set(System.nanoTime()));
			AtomicBoolean stillValid = new AtomicBoolean();
			try (Fault cut = this.proxy.blackHole()) {
				try (Permit next = this.direct.acquire(request.withWait(PATIENCE))) {
					stillValid.set(permit.isValid());
					assertThat(next.isValid()).isTrue();
				}
			}
			assertThat(stillValid).isFalse();
			Awaitility.await().until(() -> told.get() != 0);
			permit.close();
			awaitAnswers(this.behindProxy);
		}
	}

	@Test
	void nobodyHasMoreThanThereAreWhileConnectionsAndScriptsAreLost() throws Exception {
		PermitRequest request = semaphore(2).withWait(PATIENCE);
		AtomicInteger held = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		AtomicBoolean enough = new AtomicBoolean();
		List<Aside<Object>> users = List.of(use(this.behindProxy, request, held, most, done, enough),
				use(this.direct, request, held, most, done, enough),
				use(this.direct, request, held, most, done, enough));
		List<Runnable> incidents = List.of(this.proxy::cut, this.servers.faults()::dropClients,
				this.servers.faults()::dropSubscribers, this.servers.faults()::flushScripts);
		for (Runnable incident : incidents) {
			int before = done.get();
			incident.run();
			Awaitility.await().atMost(PATIENCE).until(() -> done.get() > before + 50);
		}
		enough.set(true);
		for (Aside<Object> user : users) {
			user.get();
		}
		assertThat(most.get()).isBetween(1, 2);
		Awaitility.await().atMost(PATIENCE).until(() -> this.direct.snapshot(request.name()).inUse() == 0);
	}

	private static Aside<Object> use(Semaphores semaphores, PermitRequest request, AtomicInteger held,
			AtomicInteger most, AtomicInteger done, AtomicBoolean enough) {
		return Aside.start(() -> {
			while (!enough.get()) {
				try (Permit permit = semaphores.acquire(request.withLease(Duration.ofSeconds(5)))) {
					most.accumulateAndGet(held.incrementAndGet(), Math::max);
					held.decrementAndGet();
					done.incrementAndGet();
				}
				catch (RedisUnavailableException ex) {
					Thread.onSpinWait();
				}
			}
			return "";
		});
	}

	@Test
	void aFrozenServerEndsTheHoldInTimeAndServesWhoWaitsWhenItIsBack() throws Exception {
		PermitRequest request = semaphore(1).withLease(LEASE);
		Permit permit = this.direct.acquire(request);
		CompletableFuture<LossCause> lost = new CompletableFuture<>();
		permit.onLost(lost::complete);
		try (Fault frozen = this.servers.faults().freeze(this.servers.node(0))) {
			assertThat(lost).succeedsWithin(PATIENCE).isEqualTo(LossCause.EXPIRED);
			assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.direct.acquire(request));
		}
		awaitAnswers(this.direct);
		this.direct.acquire(request.withWait(PATIENCE)).close();
	}

	@Test
	void pausedWritesKeepNobodyOutForGood() throws Exception {
		PermitRequest request = semaphore(1).withLease(LEASE);
		Permit permit = this.direct.acquire(request);
		try (Fault paused = this.servers.faults().pauseWrites()) {
			Awaitility.await().until(() -> !permit.isValid());
		}
		permit.close();
		awaitAnswers(this.behindProxy);
		this.behindProxy.acquire(request.withWait(PATIENCE)).close();
	}

	@Test
	void whatIsLostInRedisIsLostHere() throws Exception {
		// must not end before it is found to be lost
		PermitRequest request = semaphore(1).withLease(LEASE.multipliedBy(4));
		Permit permit = this.direct.acquire(request);
		CompletableFuture<LossCause> lost = new CompletableFuture<>();
		permit.onLost(lost::complete);
		this.servers.faults().flushAll();
		assertThat(lost).succeedsWithin(PATIENCE).isEqualTo(LossCause.TAKEN);
		assertThat(permit.isValid()).isFalse();
	}

	@Test
	void whatCouldNotBeGivenBackComesBackByItself() throws Exception {
		PermitRequest request = semaphore(1).withLease(LEASE);
		Permit permit = this.behindProxy.acquire(request);
		try (Fault cut = this.proxy.refuse()) {
			this.proxy.cut();
			permit.close();
			assertThat(permit.isValid()).isFalse();
			this.direct.acquire(request.withWait(PATIENCE)).close();
		}
		awaitAnswers(this.behindProxy);
	}

	@Test
	void thePermitOfALostReplyComesBack() throws Exception {
		PermitRequest request = semaphore(1).withLease(Duration.ofSeconds(20));
		this.behindProxy.acquire(request).close();
		try (Fault lost = this.proxy.loseReplies()) {
			assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> this.behindProxy.acquire(request));
		}
		awaitAnswers(this.behindProxy);
		try (Permit next = this.direct.acquire(request.withWait(Duration.ofSeconds(15)))) {
			assertThat(next.isValid()).isTrue();
		}
	}

	@Test
	void startsWithoutRedisAndNeedsNoRestart() throws Exception {
		Fault killed = this.servers.faults().killAll();
		try (Instances late = Instances.start(1, App.class, this.properties)) {
			Semaphores semaphores = late.beans(Semaphores.class).get(0);
			semaphores.register(SemaphorePolicy.of("late", 1));
			assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> semaphores.acquire(PermitRequest.of("late").withWait(PATIENCE)));
			killed.heal();
			Awaitility.await().atMost(PATIENCE).ignoreException(RedisUnavailableException.class).until(() -> {
				semaphores.acquire(PermitRequest.of("late")).close();
				return true;
			});
		}
		awaitAnswers(this.behindProxy);
		awaitAnswers(this.direct);
	}

	private PermitRequest semaphore(int permits) {
		String name = "f" + NAMES.incrementAndGet();
		this.behindProxy.register(SemaphorePolicy.of(name, permits));
		this.direct.register(SemaphorePolicy.of(name, permits));
		return PermitRequest.of(name);
	}

	private void awaitAnswers(Semaphores semaphores) {
		PermitRequest request = semaphore(1);
		Awaitility.await().atMost(PATIENCE).ignoreException(RedisUnavailableException.class).until(() -> {
			semaphores.acquire(request).close();
			return true;
		});
	}

	@EnableAutoConfiguration
	static class App {

	}

}
