package io.github.redispatterns.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.JvmProcess;
import io.github.redispatterns.support.RedisServers;
import org.awaitility.Awaitility;
import org.h2.tools.Server;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes that lock, a database that they write to, and somebody who breaks
 * things, for as long as {@code -Dhistory.duration} says.
 */
final class HistoryCheck implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final int PROCESSES = 3;

	private final Random random = new Random();

	private final RedisServers servers;

	private final Path folder;

	private final Server database;

	private final List<Map<String, Object>> properties;

	private final List<JvmProcess> workers = new ArrayList<>();

	private final List<Path> files = new ArrayList<>();

	private final List<String> noise = new ArrayList<>();

	HistoryCheck(RedisServers servers, Path folder, List<Map<String, Object>> properties)
			throws IOException, SQLException {
		this.servers = servers;
		this.folder = folder;
		this.properties = properties;
		this.database = Server
			.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toAbsolutePath().toString())
			.start();
		GuardedResources.create(url(), keys());
		for (int i = 0; i < PROCESSES; i++) {
			this.workers.add(start(i));
		}
		this.workers.forEach((worker) -> Awaitility.await("start of " + worker)
			.atMost(PATIENCE)
			.until(() -> worker.lines().contains("ready")));
	}

	private String url() {
		return "jdbc:h2:tcp://localhost:" + this.database.getPort() + "/./history;LOCK_TIMEOUT=500;DB_CLOSE_DELAY=-1";
	}

	static List<String> keys() {
		return IntStream.range(0, HistoryWorker.KEYS).mapToObj(HistoryWorker::key).toList();
	}

	private JvmProcess start(int number) throws IOException {
		Path file = Files.createFile(this.folder.resolve("history-" + this.files.size()));
		this.files.add(file);
		Stream<String> arguments = Stream.of(Instances.arguments(this.properties.get(number)));
		long before = System.nanoTime();
		JvmProcess worker = JvmProcess.start(HistoryWorker.class,
				Stream.concat(Stream.of(url(), file.toString()), arguments).toArray(String[]::new));
		long clock = Long.parseLong(worker.awaitLine((line) -> line.startsWith("clock ")).substring("clock ".length()));
		assertThat(clock).as("one clock for all processes").isBetween(before, System.nanoTime());
		return worker;
	}

	/**
	 * Break things until time is up, each at least once.
	 * @param otherwise how long if nothing is said
	 * @param incidents what to break
	 */
	void breakThings(String otherwise, List<Runnable> incidents) {
		Duration duration = DurationStyle.detectAndParse(System.getProperty("history.duration", otherwise));
		long end = System.nanoTime() + duration.toNanos();
		List<Runnable> deck = new ArrayList<>();
		for (int done = 0; done < incidents.size() || System.nanoTime() < end; done++) {
			if (deck.isEmpty()) {
				deck.addAll(incidents);
				Collections.shuffle(deck, this.random);
			}
			deck.remove(0).run();
			pause(Duration.ofMillis(300 + this.random.nextInt(500)));
		}
	}

	/**
	 * Kill one process and put another one in its place.
	 */
	void killProcess() {
		int victim = this.random.nextInt(PROCESSES);
		this.workers.get(victim).kill();
		this.noise.addAll(this.workers.get(victim).lines());
		try {
			this.workers.set(victim, start(victim));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let one process stand still, now and then for longer than a lease.
	 */
	void freezeProcess() {
		JvmProcess victim = this.workers.get(this.random.nextInt(PROCESSES));
		victim.freeze();
		pause(Duration.ofMillis(500 + this.random.nextInt(2500)));
		victim.thaw();
	}

	Duration aWhile() {
		return Duration.ofMillis(200 + this.random.nextInt(2500));
	}

	int anyProcess() {
		return this.random.nextInt(PROCESSES);
	}

	static void pause(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/**
	 * When nothing is broken any more every process goes on; then all are ended.
	 * @return what happened
	 */
	History end() {
		long healed = System.nanoTime();
		for (int i = 0; i < PROCESSES; i++) {
			long pid = this.workers.get(i).pid();
			Awaitility.await("process " + i + " goes on")
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(500))
				.until(() -> History.read(this.files)
					.holds()
					.stream()
					.anyMatch((hold) -> hold.id.startsWith(pid + "-") && hold.sent > healed));
		}
		this.workers.forEach(JvmProcess::terminate);
		for (JvmProcess worker : this.workers) {
			assertThat(worker.awaitExit()).isEqualTo(143);
			this.noise.addAll(worker.lines());
		}
		assertThat(this.noise).noneMatch((line) -> line.contains(" ERROR "));
		return History.read(this.files);
	}

	/**
	 * Hold the journals of the guarded resources against the rule.
	 * @param redisToo whether Redis lost nothing, so that its own journal must be right
	 * @throws SQLException if the database fails
	 */
	void assertNoStaleWrite(boolean redisToo) throws SQLException {
		for (String key : keys()) {
			assertThat(GuardedResources.journal(url(), key)).as("SQL " + key).isNotEmpty().isSorted();
			if (redisToo) {
				assertThat(this.servers.client()
					.lrange(GuardedResources.journalKey(key), 0, -1)
					.stream()
					.map(Long::valueOf)).as("Redis " + key).isNotEmpty().isSorted();
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.workers.forEach(JvmProcess::close);
		this.database.stop();
		try (Stream<Path> left = Files.list(this.folder)) {
			left.forEach((file) -> file.toFile().delete());
		}
	}

}
