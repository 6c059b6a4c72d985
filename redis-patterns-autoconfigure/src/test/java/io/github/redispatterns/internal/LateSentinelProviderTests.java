package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LateSentinelProviderTests {

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	private final Connection connection = new Connection();

	@Test
	void asksAtTheFirstCommandOnly() {
		LateSentinelProvider provider = new LateSentinelProvider(this::provider);
		assertThat(this.asked).hasValue(0);

		assertThat(provider.getConnection()).isSameAs(this.connection);
		assertThat(provider.getConnection((CommandArguments) null)).isSameAs(this.connection);

		assertThat(this.asked).hasValue(1);
	}

	@Test
	void asksAgainAfterItAskedInVain() {
		List<Supplier<ConnectionProvider>> answers = new ArrayList<>(
				List.of(LateSentinelProviderTests::allAway, this::provider));
		LateSentinelProvider provider = new LateSentinelProvider(() -> answers.remove(0).get());

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(provider::getConnection)
			.withMessage("All sentinels down");
		assertThat(provider.getConnection()).isSameAs(this.connection);
	}

	@Test
	void letsOneThreadAskAndOthersWaitForItsAnswer() throws Exception {
		CountDownLatch asking = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		LateSentinelProvider provider = new LateSentinelProvider(() -> {
			asking.countDown();
			await(answer);
			return provider();
		});

		CompletableFuture<Connection> first = CompletableFuture.supplyAsync(provider::getConnection);
		await(asking);
		CompletableFuture<Connection> second = CompletableFuture.supplyAsync(provider::getConnection)
			.exceptionally((ex) -> null);
		answer.countDown();

		assertThat(first.get(30, TimeUnit.SECONDS)).isSameAs(this.connection);
		assertThat(second.get(30, TimeUnit.SECONDS)).isIn(this.connection, null);
		assertThat(this.asked).hasValue(1);
	}

	@Test
	void closesWhatItMade() {
		LateSentinelProvider provider = new LateSentinelProvider(this::provider);
		provider.getConnection();

		provider.close();

		assertThat(this.closed).hasValue(1);
	}

	@Test
	void asksNoMoreWhenItIsClosedBeforeItsFirstUse() {
		LateSentinelProvider provider = new LateSentinelProvider(this::provider);

		provider.close();

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(provider::getConnection);
		assertThat(this.asked).hasValue(0);
	}

	private static ConnectionProvider allAway() {
		throw new JedisConnectionException("All sentinels down");
	}

	private ConnectionProvider provider() {
		this.asked.incrementAndGet();
		return new ConnectionProvider() {

			@Override
			public Connection getConnection() {
				return LateSentinelProviderTests.this.connection;
			}

			@Override
			public Connection getConnection(CommandArguments arguments) {
				return LateSentinelProviderTests.this.connection;
			}

			@Override
			public void close() {
				LateSentinelProviderTests.this.closed.incrementAndGet();
			}

		};
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
