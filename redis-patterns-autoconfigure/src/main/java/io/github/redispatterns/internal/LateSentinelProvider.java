package io.github.redispatterns.internal;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.builders.SentinelClientBuilder;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;

import org.springframework.util.ReflectionUtils;

/**
 * Asks the Sentinels for the master at the first command instead of at construction, so
 * that an application starts while they are away.
 * <p>
 * One thread asks at a time and the others wait for it, for a second at most; what it
 * finds out about missing Sentinels holds for them as well.
 */
final class LateSentinelProvider implements ConnectionProvider {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Supplier<ConnectionProvider> factory;

	private final ReentrantLock connecting = new ReentrantLock();

	private volatile @Nullable ConnectionProvider delegate;

	private boolean closed;

	private @Nullable JedisException failure;

	private long failedAt;

	LateSentinelProvider(Supplier<ConnectionProvider> factory) {
		this.factory = factory;
	}

	/**
	 * Postpone the provider that a builder would make.
	 * @param builder the builder; its default provider is protected
	 * @return the provider
	 */
	static LateSentinelProvider of(SentinelClientBuilder<?> builder) {
		Method method = ReflectionUtils.findMethod(SentinelClientBuilder.class, "createDefaultConnectionProvider");
		if (method == null) {
			throw new IllegalStateException("This Jedis makes its Sentinel connections in another way");
		}
		ReflectionUtils.makeAccessible(method);
		return new LateSentinelProvider(() -> {
			ConnectionProvider provider = (ConnectionProvider) ReflectionUtils.invokeMethod(method, builder);
			if (provider == null) {
				throw new JedisConnectionException("Jedis made no Sentinel connections");
			}
			return provider;
		});
	}

	@Override
	public Connection getConnection() {
		return delegate().getConnection();
	}

	@Override
	public Connection getConnection(CommandArguments arguments) {
		return delegate().getConnection(arguments);
	}

	@Override
	public Map<?, ?> getConnectionMap() {
		return delegate().getConnectionMap();
	}

	@Override
	public Map<?, ?> getPrimaryNodesConnectionMap() {
		return delegate().getPrimaryNodesConnectionMap();
	}

	@Override
	public void close() {
		this.connecting.lock();
		try {
			this.closed = true;
			ConnectionProvider current = this.delegate;
			if (current != null) {
				closeQuietly(current);
			}
		}
		finally {
			this.connecting.unlock();
		}
	}

	private static void closeQuietly(ConnectionProvider provider) {
		try {
			provider.close();
		}
		catch (Exception ex) {
			throw new JedisConnectionException("Could not close the Sentinel connections", ex);
		}
	}

	private ConnectionProvider delegate() {
		ConnectionProvider current = this.delegate;
		if (current != null) {
			return current;
		}
		long asked = System.nanoTime();
		if (!tryLock()) {
			throw new JedisConnectionException("The Sentinels are being asked for the master");
		}
		try {
			current = this.delegate;
			if (current != null) {
				return current;
			}
			JedisException failure = this.failure;
			if (failure != null && this.failedAt - asked >= 0) {
				throw new JedisConnectionException("The Sentinels were asked in vain", failure);
			}
			return connect();
		}
		finally {
			this.connecting.unlock();
		}
	}

	private boolean tryLock() {
		try {
			return this.connecting.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private ConnectionProvider connect() {
		if (this.closed) {
			throw new JedisConnectionException("The client is closed");
		}
		try {
			ConnectionProvider made = this.factory.get();
			this.delegate = made;
			return made;
		}
		catch (JedisException ex) {
			this.failure = ex;
			this.failedAt = System.nanoTime();
			throw ex;
		}
	}

}
