package io.github.redispatterns.semaphore;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Guarded methods and items in parameters.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "semaphore:permits", "semaphore:config", "semaphore:waiters", "semaphore:queue", "pool:free",
		"pool:leased", "pool:holders", "pool:suspect", "pool:state", "pool:waiters" })
class DistributedSemaphoreIT {

	RedisServers servers;

	private Instances instances;

	private SemaphoreBeans.Studio studio;

	private SemaphoreBeans.Studio other;

	private SemaphoreBeans.Archive archive;

	private Semaphores semaphores;

	private ResourcePools pools;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("redis-patterns.semaphore.named.known.permits", 5);
		properties.put("redis-patterns.semaphore.pools.ports.items", "1");
		properties.put("redis-patterns.semaphore.pools.accounts.items", "A");
		properties.put("semaphore.name", "placed");
		properties.put("semaphore.permits", 1);
		this.instances = Instances.start(SemaphoreBeans.class, List.of(properties, properties));
		this.studio = this.instances.beans(SemaphoreBeans.Studio.class).get(0);
		this.other = this.instances.beans(SemaphoreBeans.Studio.class).get(1);
		this.archive = this.instances.beans(SemaphoreBeans.Archive.class).get(0);
		this.semaphores = this.instances.beans(Semaphores.class).get(0);
		this.pools = this.instances.beans(ResourcePools.class).get(0);
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@Test
	void limitsHowManyCallsRunAtATime() {
		String result = this.studio.plain(() -> this.other.plain(() -> {
			assertThat(inUse("Studio.plain")).isEqualTo(2);
			assertThatExceptionOfType(PermitNotAvailableException.class).isThrownBy(() -> this.studio.plain(() -> {
			})).withMessageContainingAll("Studio.plain", "2 of 2");
		}));
		assertThat(result).isEqualTo("done");
		assertThat(inUse("Studio.plain")).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.studio.plain(() -> {
			throw new IllegalStateException("no");
		}));
		assertThat(inUse("Studio.plain")).isZero();
	}

	@Test
	void countsByKeyAndWeight() {
		this.studio.weighed("ada", 3, () -> {
			assertThat(this.semaphores.snapshot("known", "ada").inUse()).isEqualTo(3);
			assertThatExceptionOfType(PermitNotAvailableException.class)
				.isThrownBy(() -> this.other.weighed("ada", 3, () -> {
				}));
			assertThat(this.other.weighed("bob", 5, () -> {
			})).isEqualTo("bob");
		});
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> this.studio.weighed("ada", 0, () -> {
			}))
			.withMessageContainingAll("Studio.weighed()", "'weight'", "gave 0", "1 or more");
		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> this.studio.weighed("ada", 6, () -> {
			}))
			.withMessageContaining("at most 5");
	}

	@Test
	void waitsInTurn() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		Aside<Object> one = Aside.start(() -> {
			this.studio.waits(first, leave);
			return "";
		});
		first.await();
		Aside<Object> two = Aside.start(() -> {
			this.other.waits(second, leave);
			return "";
		});
		Awaitility.await().until(() -> this.semaphores.snapshot("placed").waiters().size() == 1);
		assertThat(second.getCount()).isEqualTo(1);
		leave.countDown();
		one.get();
		two.get();
		assertThat(second.getCount()).isZero();
	}

	@Test
	void givesThePermitToAParameter() {
		Permit permit = this.studio.injected(null);
		assertThat(permit.isValid()).isFalse();
		assertThat(inUse("injected")).isZero();
	}

	@Test
	void holdsThePermitUntilAFutureCompletes() throws Exception {
		CompletableFuture<String> result = new CompletableFuture<>();
		CompletableFuture<String> returned = this.studio.future(result);
		assertThat(inUse("future")).isEqualTo(1);
		CompletableFuture<String> refused = this.other.future(new CompletableFuture<>());
		assertThat(refused).isCompletedExceptionally();
		assertThat(refused.handle((value, ex) -> ex).get()).isInstanceOf(PermitNotAvailableException.class);
		result.complete("done");
		assertThat(returned.get()).isEqualTo("done");
		Awaitility.await().until(() -> inUse("future") == 0);
	}

	@Test
	void holdsThePermitUntilASubscriptionEnds() {
		Sinks.One<String> result = Sinks.one();
		Mono<String> mono = this.studio.mono(result.asMono());
		assertThat(inUse("mono")).isZero();
		CompletableFuture<String> first = mono.toFuture();
		Awaitility.await().until(() -> inUse("mono") == 1);
		assertThatExceptionOfType(PermitNotAvailableException.class).isThrownBy(() -> this.other.mono(mono).block());
		result.tryEmitValue("done");
		assertThat(first.join()).isEqualTo("done");
		Awaitility.await().until(() -> inUse("mono") == 0);

		Disposable subscription = this.studio.flux(Flux.never()).subscribe();
		Awaitility.await().until(() -> inUse("flux") == 1);
		subscription.dispose();
		Awaitility.await().until(() -> inUse("flux") == 0);
		assertThat(this.studio.flux(Flux.just(1, 2)).collectList().block()).containsExactly(1, 2);
	}

	@Test
	void maySitOnOtherAnnotations() {
		this.studio.meta(() -> assertThatExceptionOfType(PermitNotAvailableException.class)
			.isThrownBy(() -> this.other.meta(() -> {
			}))
			.withMessageContaining("meta"));
	}

	@Test
	void skipsTheMethodWithAnEmptyResult() {
		int before = this.studio.calls();
		this.studio.skipped();
		assertThat(this.studio.calls()).isEqualTo(before);
		assertThat(this.studio.skippedOptional()).isEmpty();
		assertThat(this.studio.skippedList()).isEmpty();
		assertThat(this.studio.skippedMap()).isEmpty();
		assertThat(this.studio.skippedArray()).isEmpty();
		assertThat(this.studio.skippedFuture()).isCompletedWithValue(null);
		assertThat(this.studio.skippedMono().blockOptional()).isEmpty();
		assertThat(this.studio.skippedNumber()).isEqualTo(-7);
	}

	@Test
	void asksTheFallback() {
		assertThat(this.studio.answered("why")).isEqualTo("instead of why at 0");
		assertThat(this.studio.answeredElsewhere("why")).isEqualTo("elsewhere why");
	}

	@Test
	void leasesItemsForParameters() {
		assertThat(this.archive.withItem(null, () -> {
			assertThat(leased("ports")).isEqualTo(1);
			assertThatExceptionOfType(PermitNotAvailableException.class)
				.isThrownBy(() -> this.archive.withText("", null))
				.withMessageContaining("ports");
		})).isEqualTo("1");
		assertThat(leased("ports")).isZero();
		assertThat(this.archive.withText("port ", "ignored")).isEqualTo("port 1");
		assertThat(this.archive.both(null, null)).isEqualTo("1A");
		assertThat(leased("ports") + leased("accounts")).isZero();
	}

	@Test
	void leasesAnItemForEachSubscription() {
		Sinks.One<String> result = Sinks.one();
		CompletableFuture<String> first = this.archive.later(null, result.asMono()).toFuture();
		Awaitility.await().until(() -> first.isCompletedExceptionally() || leased("ports") == 1);
		result.tryEmitValue("port ");
		assertThat(first.join()).isEqualTo("port 1");
		Awaitility.await().until(() -> leased("ports") == 0);
	}

	@Test
	void returnsASuspectItemAndThePermitWhenTheMethodFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.archive.fails(null));
		assertThat(this.pools.pool("ports").snapshot().suspect()).singleElement()
			.satisfies((item) -> assertThat(item.reason()).isEqualTo("no answer"));
		assertThat(inUse("archive")).isZero();
		assertThat(this.pools.pool("ports").trust(List.of("1"))).isEqualTo(1);
	}

	private long inUse(String name) {
		return this.semaphores.snapshot(name).inUse();
	}

	private int leased(String pool) {
		return this.pools.pool(pool).snapshot().leased().size();
	}

}
