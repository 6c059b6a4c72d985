package io.github.redispatterns.support;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * Counts the commands that a piece of a test costs, on all nodes of a topology.
 * <p>
 * It reads {@code MONITOR}, not {@code INFO commandstats}, because only there a command
 * carries the client that sent it: what scripts call inside the server, what a master
 * sends its replica and what sentinels say can be told from what the application sent. A
 * server writes all it executes to the monitor before it answers a later command, so
 * reading up to an {@code ECHO} of our own is complete, without waiting. It ends with its
 * connections: do not drop clients or kill nodes while counting.
 */
public final class CommandCounter implements AutoCloseable {

	private static final Pattern LINE = Pattern.compile("\\S+ \\[\\d+ (?<client>\\S+)] \"(?<command>[^\"]+)\".*");

	private static final String SCRIPT = "lua";

	/**
	 * What clients and servers say when they meet, which depends on when pools grow.
	 */
	private static final Set<String> HOUSEKEEPING = Set.of("auth", "hello", "client", "select", "readonly", "cluster",
			"command", "config", "info", "role", "replconf", "psync");

	private final List<Monitor> monitors = new ArrayList<>();

	private final Map<String, Long> counts = new TreeMap<>();

	private final Map<String, Long> sent = new TreeMap<>();

	private final Predicate<String> lines;

	private CommandCounter(Predicate<String> lines) {
		this.lines = lines;
	}

	/**
	 * Begin to count.
	 * @param servers where
	 * @return the counter, to be closed
	 */
	public static CommandCounter on(RedisServers servers) {
		return on(servers, (line) -> true);
	}

	private static CommandCounter on(RedisServers servers, Predicate<String> lines) {
		CommandCounter counter = new CommandCounter(lines);
		servers.nodes().forEach((node) -> counter.monitors.add(new Monitor(node)));
		return counter;
	}

	/**
	 * Commands executed so far, by lower-case name, those inside scripts included.
	 * @return number of calls by command
	 */
	public Map<String, Long> counts() {
		read();
		return new TreeMap<>(this.counts);
	}

	/**
	 * Commands sent by clients so far, by lower-case name; what a script did inside the
	 * server is not among them.
	 * @return number of calls by command
	 */
	public Map<String, Long> sent() {
		read();
		return new TreeMap<>(this.sent);
	}

	/**
	 * How many commands clients have sent. A pipeline of three counts three.
	 * @return the number of commands
	 */
	public long roundTrips() {
		return sent().values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * What that work costs, in commands sent by clients.
	 * @param servers where to count
	 * @param work the work
	 * @return number of calls by command
	 */
	public static Map<String, Long> counting(RedisServers servers, Runnable work) {
		try (CommandCounter counter = on(servers)) {
			work.run();
			return counter.sent();
		}
	}

	/**
	 * What that work costs, apart from what comes by itself now and then.
	 * @param servers where to count
	 * @param work the work
	 * @param lines tells from the command with its arguments whether it counts
	 * @return number of calls by command
	 */
	public static Map<String, Long> counting(RedisServers servers, Runnable work, Predicate<String> lines) {
		try (CommandCounter counter = on(servers, lines)) {
			work.run();
			return counter.sent();
		}
	}

	private void read() {
		this.monitors.forEach((monitor) -> monitor.read(this::count));
	}

	private void count(String client, String command, String line) {
		if (HOUSEKEEPING.contains(command) || !this.lines.test(line)) {
			return;
		}
		this.counts.merge(command, 1L, Long::sum);
		if (!client.equals(SCRIPT)) {
			this.sent.merge(command, 1L, Long::sum);
		}
	}

	@Override
	public void close() {
		this.monitors.forEach(Monitor::close);
	}

	private interface Listener {

		void executed(String client, String command, String line);

	}

	/**
	 * The monitor of one node. Its lines wait in the server's output buffer until read.
	 */
	private static final class Monitor {

		private final RedisNode node;

		private final Jedis jedis;

		private final Connection connection;

		private Monitor(RedisNode node) {
			this.node = node;
			this.jedis = node.connect();
			this.connection = this.jedis.getConnection();
			this.connection.sendCommand(Protocol.Command.MONITOR);
			this.connection.getStatusCodeReply();
		}

		private void read(Listener listener) {
			String marker = UUID.randomUUID().toString();
			List<String> clients = this.node.call((other) -> {
				other.echo(marker);
				return other.clientList().lines().toList();
			});
			Set<String> servers = addresses(clients, Monitor::isServer);
			Set<String> subscribers = addresses(clients, Monitor::isSubscriber);
			for (String line = line(); !line.contains(marker); line = line()) {
				Matcher matcher = LINE.matcher(line);
				if (matcher.matches() && !servers.contains(matcher.group("client"))) {
					String command = matcher.group("command").toLowerCase(Locale.ROOT);
					if (!command.equals("ping") || !subscribers.contains(matcher.group("client"))) {
						listener.executed(matcher.group("client"), command, line);
					}
				}
			}
		}

		private String line() {
			return this.connection.getBulkReply();
		}

		private static Set<String> addresses(List<String> clients, Predicate<String> kind) {
			Set<String> addresses = new HashSet<>();
			clients.stream().filter(kind).forEach((line) -> {
				Matcher matcher = Pattern.compile(" addr=(\\S+)").matcher(line);
				if (matcher.find()) {
					addresses.add(matcher.group(1));
				}
			});
			return addresses;
		}

		/**
		 * A replica executes what its master sends; sentinels ask and publish.
		 */
		private static boolean isServer(String client) {
			return client.contains(" name=sentinel-") || client.matches(".* flags=\\S*[MS]\\S* .*");
		}

		/**
		 * Who listens says now and then that it is still there.
		 */
		private static boolean isSubscriber(String client) {
			return client.matches(".* flags=\\S*P\\S* .*");
		}

		private void close() {
			this.jedis.close();
		}

	}

}
