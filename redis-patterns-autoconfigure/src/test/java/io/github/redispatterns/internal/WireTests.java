package io.github.redispatterns.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WireTests {

	private SocketChannel server;

	private Wire wire;

	@BeforeEach
	void connect() throws IOException {
		try (ServerSocketChannel listening = ServerSocketChannel.open()) {
			listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.wire = new Wire(SocketChannel.open(listening.getLocalAddress()));
			this.server = listening.accept();
		}
	}

	@AfterEach
	void close() throws IOException {
		this.wire.close();
		this.server.close();
	}

	@Test
	void writesACallAsRedisReadsIt() throws IOException {
		this.wire.write(bytes("EVALSHA"),
				new byte[][] { bytes("5ca1ab1e"), bytes("1"), bytes("k:{ä}"), {}, bytes("12345678901") });
		this.wire.flush();

		assertThat(received("*6\r\n$7\r\nEVALSHA\r\n$8\r\n5ca1ab1e\r\n$1\r\n1\r\n"
				+ "$6\r\nk:{ä}\r\n$0\r\n\r\n$11\r\n12345678901\r\n"))
			.isTrue();
	}

	@Test
	void writesWhatIsLargerThanItsBuffer() throws Exception {
		byte[] large = new byte[100_000];
		Arrays.fill(large, (byte) 'x');
		String expected = "*5\r\n$7\r\nEVALSHA\r\n$1\r\ns\r\n$2\r\n10\r\n$100000\r\n"
				+ new String(large, StandardCharsets.US_ASCII) + "\r\n$1\r\ny\r\n";

		CompletableFuture<Boolean> received = CompletableFuture.supplyAsync(() -> received(expected));
		this.wire.write(bytes("EVALSHA"), new byte[][] { bytes("s"), bytes("10"), large, bytes("y") });
		this.wire.flush();

		assertThat(received.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void readsEveryKindOfReply() throws IOException {
		say(":0\r\n:-42\r\n:9007199254740993\r\n$-1\r\n$0\r\n\r\n$4\r\na\r\nb\r\n+OK\r\n*-1\r\n*0\r\n");

		assertThat(this.wire.read()).isEqualTo(0L);
		assertThat(this.wire.read()).isEqualTo(-42L);
		assertThat(this.wire.read()).isEqualTo(9007199254740993L);
		assertThat(this.wire.read()).isNull();
		assertThat(this.wire.read()).isEqualTo(new byte[0]);
		assertThat(this.wire.read()).isEqualTo(bytes("a\r\nb"));
		assertThat(this.wire.read()).isEqualTo(bytes("OK"));
		assertThat(this.wire.read()).isNull();
		assertThat(this.wire.read()).isEqualTo(List.of());
	}

	@Test
	void readsNestedListsAndTextsLargerThanItsBuffer() throws Exception {
		String large = "y".repeat(70_000);
		CompletableFuture<Void> said = CompletableFuture
			.runAsync(() -> say("*3\r\n:1\r\n*2\r\n:2\r\n$1\r\nz\r\n$70000\r\n" + large + "\r\n"));

		List<?> reply = (List<?>) this.wire.read();
		said.get(30, TimeUnit.SECONDS);

		assertThat(reply).hasSize(3);
		assertThat(reply.get(0)).isEqualTo(1L);
		assertThat((List<?>) reply.get(1)).first().isEqualTo(2L);
		assertThat(reply.get(2)).isEqualTo(bytes(large));
	}

	@Test
	void readsErrorsAsReplies() throws IOException {
		say("-NOSCRIPT No matching script.\r\n-OOM command not allowed\r\n:7\r\n");

		assertThat(this.wire.read()).isInstanceOf(JedisNoScriptException.class);
		assertThat(this.wire.read()).isInstanceOfSatisfying(JedisDataException.class,
				(ex) -> assertThat(Failure.of(ex)).isEqualTo(Failure.TRANSIENT));
		assertThat(this.wire.read()).isEqualTo(7L);
	}

	@Test
	void refusesWhatIsNoReply() {
		say("HTTP/1.1 400 Bad Request\r\n");

		assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(this.wire::read)
			.withMessageContaining("72");
	}

	@Test
	void endsWhenTheServerCloses() throws IOException {
		say("$10\r\nhalf");
		this.server.close();

		assertThatExceptionOfType(EOFException.class).isThrownBy(this.wire::read);
	}

	@Test
	void canBeClosedWhileSomebodyReads() throws Exception {
		CompletableFuture<Object> read = CompletableFuture.supplyAsync(() -> {
			try {
				return this.wire.read();
			}
			catch (IOException ex) {
				return ex;
			}
		});

		this.wire.close();

		assertThat(read.get(30, TimeUnit.SECONDS)).isInstanceOfAny(AsynchronousCloseException.class,
				ClosedChannelException.class);
	}

	private void say(String text) {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(bytes(text));
			while (buffer.hasRemaining()) {
				this.server.write(buffer);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean received(String expected) {
		byte[] all = bytes(expected);
		ByteBuffer buffer = ByteBuffer.allocate(all.length);
		try {
			while (buffer.hasRemaining() && this.server.read(buffer) >= 0) {
				assertThat(buffer.position()).isPositive();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Arrays.equals(all, buffer.array());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
