package io.github.redispatterns.sample.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedRedisIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	@Test
	void comesBackOnItsPortAndEmptyAfterAKill() throws IOException {
		try (EmbeddedRedis redis = new EmbeddedRedis()) {
			assertThat(ask(redis.port(), "SET greeting hello")).isEqualTo("+OK");

			redis.killAndRestart(Duration.ofMillis(50));

			Awaitility.await()
				.atMost(DEADLINE)
				.ignoreExceptions()
				.until(() -> ask(redis.port(), "EXISTS greeting").equals(":0"));
		}
	}

	@Test
	void hangsWhileItIsPausedAndGoesOn() throws IOException {
		try (EmbeddedRedis redis = new EmbeddedRedis()) {
			redis.pause(Duration.ofSeconds(10));

			assertThat(redis.isRunning()).isTrue();
			assertThat(hangs(redis.port())).isTrue();
			Awaitility.await()
				.atMost(DEADLINE)
				.ignoreExceptions()
				.until(() -> ask(redis.port(), "PING").equals("+PONG"));
		}
	}

	@Test
	void endsWhenItIsClosed() throws IOException {
		EmbeddedRedis redis = new EmbeddedRedis();
		redis.close();

		assertThat(redis.isRunning()).isFalse();
		redis.start();
		assertThat(redis.isRunning()).isFalse();
	}

	@Test
	void doesNotOutliveAJvmThatIsKilled() throws IOException {
		Process jvm = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), LonelyJvm.class.getName()))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = jvm.inputReader(StandardCharsets.US_ASCII)) {
			int port = Integer.parseInt(output.readLine());
			assertThat(ask(port, "PING")).isEqualTo("+PONG");

			jvm.destroyForcibly();

			Awaitility.await().atMost(DEADLINE).until(() -> refuses(port));
		}
		finally {
			jvm.destroyForcibly();
		}
	}

	private static String ask(int port, String command) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
			byte[] answer = new byte[64];
			int length = socket.getInputStream().read(answer);
			return new String(answer, 0, Math.max(length, 0), StandardCharsets.US_ASCII).strip();
		}
	}

	private static boolean hangs(int port) throws IOException {
		try {
			ask(port, "PING");
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
	}

	private static boolean refuses(int port) {
		try {
			ask(port, "PING");
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
