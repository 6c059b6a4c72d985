package io.github.redispatterns.lock.advice;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnLost;
import io.github.redispatterns.lock.DistributedLock.OnUnavailable;
import io.github.redispatterns.lock.LockNotAvailableException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.Rivals;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What each choice does while Redis is away, and when it is back.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "kernel:probe" })
class LockOutageIT {

	private RedisServers servers;

	private Instances instances;

	private Till till;

	@BeforeAll
	void start() {
		this.instances = Instances.start(1, App.class, this.servers.applicationProperties("jedis"));
		this.till = this.instances.beans(Till.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void eachCallDoesWhatItWasToldAndRecovers() throws Exception {
		double local = count("local");
		double unlocked = count("unlocked");
		try (Fault fault = this.servers.faults().killAll()) {
			assertThatExceptionOfType(RedisUnavailableException.class)
				.isThrownBy(() -> this.till.orFail(() -> "worked"));
			assertThat(this.till.anyway(() -> "worked")).isEqualTo("worked");
			assertThat(this.till.here(() -> "worked")).isEqualTo("worked");
			assertThat(count("unlocked")).isEqualTo(unlocked + 1);
			assertThat(count("local")).isEqualTo(local + 1);
			fault.heal();
		}
		Awaitility.await().ignoreExceptions().until(() -> this.till.orFail(() -> "worked").equals("worked"));
		assertThat(this.till.here(() -> "worked")).isEqualTo("worked");
		assertThat(this.till.anyway(() -> "worked")).isEqualTo("worked");
	}

	@Test
	void aLocalLockKeepsThreadsOfThisInstanceApart() {
		try (Fault fault = this.servers.faults().killAll()) {
			int[] unprotected = new int[1];
			Rivals.race(6, (number) -> {
				for (int i = 0; i < 50; i++) {
					this.till.hereInTurn(() -> unprotected[0]++);
				}
				return true;
			});
			assertThat(unprotected[0]).isEqualTo(300);
			fault.heal();
		}
	}

	@Test
	void aLocalLockIsRespectedWhenRedisIsBack() throws Exception {
		CountDownLatch working = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Aside<String> first;
		try (Fault fault = this.servers.faults().killAll()) {
			first = Aside.start(() -> this.till.here(() -> {
				working.countDown();
				done.await();
				return "first";
			}));
			working.await();
			fault.heal();
		}
		Awaitility.await().ignoreExceptions().until(() -> this.till.orFail(() -> "worked").equals("worked"));

		assertThatExceptionOfType(LockNotAvailableException.class).isThrownBy(() -> this.till.here(() -> "second"));
		done.countDown();
		assertThat(first.get()).isEqualTo("first");
		assertThat(this.till.here(() -> "second")).isEqualTo("second");
	}

	private double count(String outcome) {
		MeterRegistry registry = this.instances.beans(MeterRegistry.class).get(0);
		return registry.find("redis.patterns.lock.unprotected")
			.tag("outcome", outcome)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	/** Work for one at a time, if it can be. */
	static class Till {

		@DistributedLock(name = "fail")
		<T> T orFail(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "anyway", onUnavailable = OnUnavailable.PROCEED_UNLOCKED, onLost = OnLost.EVENT)
		<T> T anyway(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "here", onUnavailable = OnUnavailable.LOCAL_LOCK)
		<T> T here(Callable<T> work) throws Exception {
			return work.call();
		}

		@DistributedLock(name = "here", waitTime = "25s", onUnavailable = OnUnavailable.LOCAL_LOCK)
		<T> T hereInTurn(Callable<T> work) throws Exception {
			return work.call();
		}

	}

	@EnableAutoConfiguration
	@Import(Till.class)
	static class App {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
