package io.github.redispatterns.internal;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.builders.SentinelClientBuilder;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ConnectionProvider;

import org.springframework.util.ReflectionUtils;

/**
 * Asks the Sentinels for the master at the first command instead of at construction, so
 * that an application starts while they are away.
 * <p>
 * One thread asks at a time; the others fail at once rather than queue behind it.
 */
final class LateSentinelProvider implements ConnectionProvider {

	private final Supplier<ConnectionProvider> factory;

	private final ReentrantLock connecting = new ReentrantLock();

	private volatile @Nullable ConnectionProvider delegate;

	private boolean closed;

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
		if (!this.connecting.tryLock()) {
			throw new JedisConnectionException("The Sentinels are being asked for the master");
		}
		try {
			if (this.closed) {
				throw new JedisConnectionException("The client is closed");
			}
			current = this.delegate;
			if (current == null) {
				current = this.factory.get();
				this.delegate = current;
			}
			return current;
		}
		finally {
			this.connecting.unlock();
		}
	}

}
