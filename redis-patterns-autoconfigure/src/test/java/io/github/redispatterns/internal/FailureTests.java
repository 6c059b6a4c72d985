package io.github.redispatterns.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisBusyException;
import redis.clients.jedis.exceptions.JedisClusterException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.ClusterStateFailureException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.TooManyClusterRedirectionsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class FailureTests {

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new JedisConnectionException("Unexpected end of stream."), Failure.TRANSIENT),
				Arguments.of(new JedisClusterOperationException("No more cluster attempts left."), Failure.TRANSIENT),
				Arguments.of(new JedisClusterException("CLUSTERDOWN The cluster is down"), Failure.TRANSIENT),
				Arguments.of(new JedisBusyException("BUSY Redis is busy running a script"), Failure.TRANSIENT),
				Arguments.of(new JedisException("Could not get a resource from the pool",
						new NoSuchElementException("Timeout waiting for idle object")), Failure.TRANSIENT),
				Arguments.of(new JedisDataException("OOM command not allowed when used memory > 'maxmemory'."),
						Failure.TRANSIENT),
				Arguments.of(new JedisDataException("-OOM command not allowed"), Failure.TRANSIENT),
				Arguments.of(new JedisDataException("READONLY You can't write against a read only replica."),
						Failure.TRANSIENT),
				Arguments.of(new JedisDataException("LOADING Redis is loading the dataset in memory"),
						Failure.TRANSIENT),
				Arguments.of(new JedisDataException("MASTERDOWN Link with MASTER is down"), Failure.TRANSIENT),
				Arguments.of(new JedisDataException("NOREPLICAS Not enough good replicas to write."),
						Failure.TRANSIENT),
				Arguments.of(new JedisDataException("MISCONF Redis is configured to save RDB snapshots"),
						Failure.TRANSIENT),
				Arguments.of(
						new JedisMovedDataException("MOVED 1 127.0.0.1:7000", new HostAndPort("127.0.0.1", 7000), 1),
						Failure.TRANSIENT),
				Arguments.of(new JedisNoScriptException("NOSCRIPT No matching script."), Failure.NO_SCRIPT),
				Arguments.of(new JedisDataException("WRONGTYPE Operation against a key"), Failure.BUG),
				Arguments.of(new JedisDataException("ERR user_script:1: attempt to index a nil value"), Failure.BUG),
				Arguments.of(new JedisAccessControlException("NOPERM this user has no permissions"), Failure.BUG),
				Arguments.of(new JedisAccessControlException("NOAUTH Authentication required."), Failure.BUG),
				Arguments.of(new IllegalStateException("a bug of ours"), Failure.BUG),
				Arguments.of(new NullPointerException(), Failure.BUG),
				Arguments.of(new RedisConnectionFailureException("Unable to connect"), Failure.TRANSIENT),
				Arguments.of(new QueryTimeoutException("Redis command timed out"), Failure.TRANSIENT),
				Arguments.of(new ClusterStateFailureException("Could not initialize"), Failure.TRANSIENT),
				Arguments.of(new TooManyClusterRedirectionsException("5"), Failure.TRANSIENT),
				Arguments.of(new RedisSystemException("Error", new IOException("Connection reset")), Failure.TRANSIENT),
				Arguments.of(new RedisSystemException("Error", new TimeoutException()), Failure.TRANSIENT),
				Arguments.of(new RedisSystemException("Error", new InterruptedException()), Failure.TRANSIENT),
				Arguments.of(new InvalidDataAccessApiUsageException("OOM", new JedisDataException("OOM now")),
						Failure.TRANSIENT),
				Arguments.of(new InvalidDataAccessApiUsageException("x", new JedisNoScriptException("NOSCRIPT")),
						Failure.NO_SCRIPT),
				Arguments.of(new RedisSystemException("Error in execution",
						new IllegalStateException("NOSCRIPT No matching script.")), Failure.NO_SCRIPT),
				Arguments.of(new RedisSystemException("Error in execution",
						new IllegalStateException("LOADING Redis is loading")), Failure.TRANSIENT),
				Arguments.of(new RedisSystemException("Error in execution",
						new IllegalStateException("WRONGTYPE Operation")), Failure.BUG));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsWhatToDo(Throwable failure, Failure expected) {
		assertThat(Failure.of(failure)).isEqualTo(expected);
	}

	@Test
	void survivesACauseThatIsItself() {
		IllegalStateException circular = new IllegalStateException("round") {

			@Override
			public synchronized Throwable getCause() {
				return this;
			}

		};

		assertThat(Failure.of(circular)).isEqualTo(Failure.BUG);
		assertThat(Failure.isStaleConnection(circular)).isFalse();
	}

	@Test
	void aConnectionThatEndedIsStale() {
		assertThat(Failure.isStaleConnection(new JedisConnectionException("Unexpected end of stream."))).isTrue();
		assertThat(Failure
			.isStaleConnection(new JedisConnectionException(new java.net.SocketException("Connection reset"))))
			.isTrue();
	}

	@Test
	void aConnectionThatIsSlowOrRefusedIsNotStale() {
		assertThat(Failure.isStaleConnection(new JedisConnectionException(new SocketTimeoutException()))).isFalse();
		assertThat(Failure.isStaleConnection(new JedisConnectionException(new ConnectException()))).isFalse();
		assertThat(Failure.isStaleConnection(new IllegalStateException())).isFalse();
	}

	@Test
	void knowsARefusedConnectionOfTheDriver() throws Exception {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}

		Throwable refused = ask(port, 1000);

		assertThat(Failure.of(refused)).isEqualTo(Failure.TRANSIENT);
		assertThat(Failure.isStaleConnection(refused)).isFalse();
	}

	@Test
	void knowsATimeoutOfTheDriver() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Throwable timeout = ask(silent.getLocalPort(), 100);

			assertThat(Failure.of(timeout)).isEqualTo(Failure.TRANSIENT);
			assertThat(Failure.isStaleConnection(timeout)).isFalse();
		}
	}

	private static Throwable ask(int port, int timeout) {
		DefaultJedisClientConfig config = DefaultJedisClientConfig.builder().timeoutMillis(timeout).build();
		HostAndPort server = new HostAndPort(InetAddress.getLoopbackAddress().getHostAddress(), port);
		try (RedisClient client = RedisClient.builder().hostAndPort(server).clientConfig(config).build()) {
			return catchThrowable(() -> client.get("key"));
		}
	}

}
