package io.github.redispatterns.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TcpProxyTests {

	private ServerSocket echo;

	private TcpProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		ServerSocket server = this.echo;
		TcpLink.daemon("echo", () -> acceptAll(server));
		this.proxy = TcpProxy.to("127.0.0.1", this.echo.getLocalPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.proxy.close();
		this.echo.close();
	}

	@Test
	void forwardsBothWays() throws IOException {
		try (Socket socket = connect()) {
			assertThat(ask(socket, 42)).isEqualTo(42);
			assertThat(ask(socket, 43)).isEqualTo(43);
		}
	}

	@Test
	void holdsRepliesBack() throws IOException {
		try (Socket socket = connect()) {
			this.proxy.latency(Duration.ofMillis(200));

			long start = System.nanoTime();
			assertThat(ask(socket, 42)).isEqualTo(42);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		}
	}

	@Test
	void cutResetsConnectionsAndTakesNewOnes() throws IOException {
		try (Socket socket = connect()) {
			ask(socket, 42);

			this.proxy.cut();

			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
		}
		try (Socket socket = connect()) {
			assertThat(ask(socket, 42)).isEqualTo(42);
		}
	}

	@Test
	void refusesUntilHealed() throws IOException {
		Fault refusing = this.proxy.refuse();

		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		refusing.heal();
		try (Socket socket = connect()) {
			assertThat(ask(socket, 42)).isEqualTo(42);
		}
	}

	@Test
	void blackHoleSwallowsOldAndNewConnectionsUntilHealed() throws IOException {
		try (Socket old = connect()) {
			ask(old, 42);

			Fault blackHole = this.proxy.blackHole();

			assertSilent(old);
			try (Socket fresh = connect()) {
				assertSilent(fresh);
			}
			blackHole.heal();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> old.getInputStream().read());
		}
		try (Socket socket = connect()) {
			assertThat(ask(socket, 42)).isEqualTo(42);
		}
	}

	@Test
	void closesWhatItsServerCloses() throws IOException {
		try (Socket socket = connect()) {
			ask(socket, 42);
			assertThat(ask(socket, 0)).isEqualTo(-1);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(this.proxy.host(), this.proxy.port());
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static int ask(Socket socket, int value) throws IOException {
		socket.getOutputStream().write(value);
		return socket.getInputStream().read();
	}

	private static void assertSilent(Socket socket) throws IOException {
		socket.setSoTimeout(200);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> ask(socket, 42));
		socket.setSoTimeout(10_000);
	}

	/**
	 * Echoes every byte; zero ends the connection.
	 */
	private static void acceptAll(ServerSocket server) {
		while (!server.isClosed()) {
			try {
				Socket client = server.accept();
				TcpLink.daemon("echo", () -> echo(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void echo(Socket client) {
		try (client) {
			InputStream in = client.getInputStream();
			for (int value = in.read(); value > 0; value = in.read()) {
				client.getOutputStream().write(value);
			}
		}
		catch (IOException ex) {
			// the proxy cut it
		}
	}

}
