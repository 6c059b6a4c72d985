package io.github.redispatterns.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

class JvmProcessIT {

	@Test
	void takesItsRedisWithItWhenItIsKilled() {
		try (JvmProcess jvm = JvmProcess.start(Application.class, "hello")) {
			long redis = Long
				.parseLong(jvm.awaitLine((line) -> line.startsWith("redis ")).substring("redis ".length()));
			assertThat(jvm.lines()).contains("arguments [hello]");
			assertThat(ProcessHandle.of(redis)).isPresent();

			jvm.kill();

			assertThat(jvm.isAlive()).isFalse();
			assertThat(jvm.lines()).doesNotContain("bye");
			await().atMost(Deadline.GENEROUS)
				.until(() -> ProcessHandle.of(redis).map(JvmProcessIT::isDead).orElse(true));
		}
	}

	@Test
	void runsItsHooksWhenItIsTerminated() {
		try (JvmProcess jvm = JvmProcess.start(Application.class)) {
			jvm.awaitLine((line) -> line.startsWith("redis "));

			jvm.terminate();

			jvm.awaitLine("bye"::equals);
			assertThat(jvm.awaitExit()).isEqualTo(143);
		}
	}

	@Test
	void standsStillWhileItIsFrozen() {
		assumeThat(Path.of("/proc/self/stat")).exists();
		try (JvmProcess jvm = JvmProcess.start(Application.class)) {
			jvm.awaitLine((line) -> line.startsWith("redis "));

			jvm.freeze();
			await().atMost(Deadline.GENEROUS).until(() -> state(jvm.pid()) == 'T');

			jvm.thaw();
			await().atMost(Deadline.GENEROUS).until(() -> state(jvm.pid()) != 'T');
		}
	}

	@Test
	void saysWhatItPrintedInsteadOfTheLine() {
		try (JvmProcess jvm = JvmProcess.start(Broken.class)) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> jvm.awaitLine("ready"::equals))
				.withMessageContaining("did not print that line but [Exception in thread \"main\"")
				.withMessageContaining("no use");
		}
	}

	/**
	 * An orphan that nobody reaps yet is a zombie, and dead.
	 */
	private static boolean isDead(ProcessHandle process) {
		return !process.isAlive() || state(process.pid()) == 'Z';
	}

	private static char state(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			return stat.charAt(stat.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			return '?';
		}
	}

	public static final class Application {

		private Application() {
		}

		public static void main(String[] arguments) throws InterruptedException {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
			System.out.println("arguments " + Arrays.toString(arguments));
			System.out.println("redis " + RedisServers.startStandalone().node(0).process().pid());
			new CountDownLatch(1).await();
		}

	}

	public static final class Broken {

		private Broken() {
		}

		public static void main(String[] arguments) {
			throw new IllegalStateException("no use");
		}

	}

}
