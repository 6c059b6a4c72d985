package io.github.redispatterns.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Holds the keys on the servers against the rules.
 */
public final class KeyHygiene {

	private static final Pattern KEY = Pattern
		.compile("(?<namespace>[^:{}]+):(?<pattern>[a-z0-9-]+):\\{(?<entity>[^{}]+)}:(?<facet>[^:{}.]+)(\\.[^:{}]*)?");

	private static final long NO_TTL = -1;

	private static final long GONE = -2;

	private static final int ENOUGH = 20;

	private final HygieneRules rules;

	private final Map<String, Integer> slots = new HashMap<>();

	private final List<String> violations = new ArrayList<>();

	KeyHygiene(HygieneRules rules) {
		this.rules = rules;
	}

	/**
	 * Look at every key on every master.
	 * @param servers where to look
	 * @param rules what is allowed
	 * @return one sentence per violation, the first twenty
	 */
	public static List<String> check(RedisServers servers, HygieneRules rules) {
		KeyHygiene hygiene = new KeyHygiene(rules);
		servers.masters().forEach((node) -> node.run(hygiene::inspectAll));
		return hygiene.violations;
	}

	private void inspectAll(Jedis jedis) {
		if (jedis.dbSize() == 0) {
			return;
		}
		ScanParams params = new ScanParams().count(1_000);
		String cursor = ScanParams.SCAN_POINTER_START;
		do {
			ScanResult<String> page = jedis.scan(cursor, params);
			ttls(jedis, page.getResult()).forEach(this::inspect);
			cursor = page.getCursor();
		}
		while (!cursor.equals(ScanParams.SCAN_POINTER_START));
	}

	private static Map<String, Long> ttls(Jedis jedis, List<String> keys) {
		Map<String, Response<Long>> replies = new HashMap<>();
		try (Pipeline pipeline = jedis.pipelined()) {
			keys.forEach((key) -> replies.put(key, pipeline.pttl(key)));
		}
		Map<String, Long> ttls = new HashMap<>();
		replies.forEach((key, reply) -> ttls.put(key, reply.get()));
		return ttls;
	}

	/**
	 * Hold one key against the rules.
	 * @param key the key
	 * @param ttl its time to live as {@code PTTL} says it
	 */
	void inspect(String key, long ttl) {
		if (ttl == GONE) {
			return;
		}
		Matcher matcher = KEY.matcher(key);
		if (!matcher.matches()) {
			report(key, "is not <namespace>:<pattern>:{<entity>}:<facet>");
			return;
		}
		if (!matcher.group("namespace").equals(this.rules.namespace())) {
			report(key, "is outside the namespace '" + this.rules.namespace() + "'");
		}
		String kind = matcher.group("pattern") + ":" + matcher.group("facet");
		if (!this.rules.isDeclared(kind)) {
			report(key, "has the undeclared facet '" + kind + "'");
		}
		if (ttl == NO_TTL && !this.rules.permanent().contains(kind)) {
			report(key, "has no time to live");
		}
		int slot = JedisClusterCRC16.getSlot(key);
		Integer other = this.slots.putIfAbsent(matcher.group("pattern") + matcher.group("entity"), slot);
		if (other != null && other != slot) {
			report(key, "is in slot " + slot + ", another key of its entity in " + other);
		}
	}

	List<String> violations() {
		return this.violations;
	}

	private void report(String key, String what) {
		if (this.violations.size() < ENOUGH) {
			this.violations.add("Key '" + key + "' " + what);
		}
	}

}
