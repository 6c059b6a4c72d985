package io.github.redispatterns.benchmarks.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The commands that some calls sent, as {@code MONITOR} saw them, apart from those that
 * their scripts ran inside the server.
 */
public final class Commands {

	private static final Pattern LINE = Pattern.compile("^[0-9.]+ \\[\\d+ ([^]]+)] \"([^\"]*)\"(.*)$");

	private static final Pattern ARGUMENT = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"");

	private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

	/** Pools send it now and then to see whether idle connections live. */
	private static final String KEEP_ALIVE = "ping";

	private static final String BEGIN = "benchmark-begin";

	private static final String END = "benchmark-end";

	private final Map<String, Integer> byClients = new HashMap<>();

	private final Map<String, Integer> byScripts = new HashMap<>();

	private List<Integer> script = List.of();

	private Commands() {
	}

	/**
	 * Watch the server while something happens.
	 * @param server the server
	 * @param happening what happens
	 * @return the commands
	 */
	public static Commands during(Server server, Runnable happening) {
		Commands commands = new Commands();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		Jedis connection = new Jedis("127.0.0.1", server.port(), 60_000);
		Thread monitor = new Thread(() -> monitor(connection, commands, begun, ended), "monitor");
		monitor.start();
		try {
			while (begun.getCount() > 0) {
				server.admin().echo(BEGIN);
				Thread.yield();
			}
			happening.run();
			server.admin().echo(END);
			ended.await();
			connection.close();
			monitor.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return commands;
	}

	/**
	 * Return how many commands clients sent.
	 * @return the number
	 */
	public int sentByClients() {
		return sum(this.byClients);
	}

	int runByScripts() {
		return sum(this.byScripts);
	}

	double shareSentByClients(String command) {
		int sent = this.byClients.getOrDefault(command, 0);
		return (sent == 0) ? 0 : (double) sent / (sent + this.byScripts.getOrDefault(command, 0));
	}

	/**
	 * Return the shape of a script call.
	 * @return number of keys, then the length of each key and argument; empty if no
	 * script was called by its digest
	 */
	public List<Integer> scriptCall() {
		return this.script;
	}

	private void add(String source, String command, String arguments) {
		String name = command.toLowerCase(Locale.ROOT);
		if (name.equals(KEEP_ALIVE)) {
			return;
		}
		(source.equals("lua") ? this.byScripts : this.byClients).merge(name, 1, Integer::sum);
		if (name.equals("evalsha")) {
			this.script = shape(arguments);
		}
	}

	private static void monitor(Jedis connection, Commands commands, CountDownLatch begun, CountDownLatch ended) {
		try {
			connection.monitor(new JedisMonitor() {

				@Override
				public void onCommand(String line) {
					Matcher matcher = LINE.matcher(line);
					if (line.contains(BEGIN)) {
						begun.countDown();
					}
					else if (line.contains(END)) {
						ended.countDown();
					}
					else if (matcher.matches() && ended.getCount() > 0) {
						commands.add(matcher.group(1), matcher.group(2), matcher.group(3));
					}
				}

			});
		}
		catch (JedisException ex) {
			if (ended.getCount() > 0) {
				throw ex;
			}
			// The connection was closed because all was seen.
		}
	}

	private static List<Integer> shape(String arguments) {
		List<Integer> shape = new ArrayList<>();
		Matcher matcher = ARGUMENT.matcher(arguments);
		for (int i = 0; matcher.find(); i++) {
			String text = matcher.group(1);
			if (i == 1) {
				shape.add(Integer.valueOf(text));
			}
			else if (i > 1) {
				shape.add(ESCAPE.matcher(text).replaceAll(".").length());
			}
		}
		return shape;
	}

	private static int sum(Map<String, Integer> counts) {
		return counts.values().stream().mapToInt(Integer::intValue).sum();
	}

}
