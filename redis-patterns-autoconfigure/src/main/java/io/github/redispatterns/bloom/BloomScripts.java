package io.github.redispatterns.bloom;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * The scripts of one filter, one typed method each.
 */
final class BloomScripts {

	private static final LuaScript<List<Long>> CHECK = LuaScript.integers(BloomScripts.class, "check.lua");

	private static final LuaScript<List<Long>> ADD = LuaScript.integers(BloomScripts.class, "add.lua");

	private static final LuaScript<Long> REBUILD_BEGIN = LuaScript.integer(BloomScripts.class, "rebuild-begin.lua");

	private static final LuaScript<Long> REBUILD_FILL = LuaScript.integer(BloomScripts.class, "rebuild-fill.lua");

	private static final LuaScript<Long> REBUILD_END = LuaScript.integer(BloomScripts.class, "rebuild-end.lua");

	private static final LuaScript<Long> CLEAR = LuaScript.integer(BloomScripts.class, "clear.lua");

	private static final LuaScript<Long> DROP = LuaScript.integer(BloomScripts.class, "drop.lua");

	private static final LuaScript<List<Long>> INSPECT = LuaScript.integers(BloomScripts.class, "inspect.lua");

	private static final byte[] ONE = ascii(1);

	private static final byte[] ZERO = ascii(0);

	private final ScriptRunner scripts;

	private final byte[][] keys;

	private final long room;

	private final byte[] ttl;

	private final byte[] plan;

	private final byte[] period;

	private final byte[] begin;

	private final byte[] lease;

	BloomScripts(ScriptRunner scripts, byte[][] keys, BloomSpec spec, List<Layer> plan, long maxMemory,
			Duration lease) {
		this.scripts = scripts;
		this.keys = keys;
		this.room = plan.stream().mapToLong(Layer::capacity).sum();
		this.ttl = millis(spec.ttl());
		this.plan = utf8(Layer.text(plan, maxMemory));
		this.period = (spec.rotate() != null) ? millis(spec.rotate()) : ZERO;
		this.begin = (spec.readyAfter() == BloomSpec.ReadyAfter.FIRST_ADD) ? ONE : ZERO;
		this.lease = millis(lease);
	}

	/**
	 * Return how many items there is room for, with all layers.
	 * @return the largest capacity
	 */
	long room() {
		return this.room;
	}

	/**
	 * Look for items.
	 * @param items the items
	 * @return the answer for each, in their order
	 */
	Presence[] check(List<String> items) {
		List<Long> reply = this.scripts.run(CHECK, 4, arguments(items, this.ttl));
		Presence[] answers = new Presence[items.size()];
		for (int i = 0; i < answers.length; i++) {
			boolean found = reply.size() > 1 && reply.get(1 + i) == 1;
			answers[i] = found ? Presence.MAYBE : ((reply.get(0) == 0) ? Presence.ABSENT : Presence.UNKNOWN);
		}
		return answers;
	}

	/**
	 * Add items.
	 * @param items the items
	 * @param claim whether one that is there stays as old as it is
	 * @return what became of them
	 */
	Added add(List<String> items, boolean claim) {
		List<Long> reply = this.scripts.run(ADD, 4,
				arguments(items, this.ttl, this.plan, this.period, this.begin, claim ? ONE : ZERO));
		int added = 0;
		int refused = 0;
		for (int i = 3; i < reply.size(); i++) {
			added += (reply.get(i) == 1) ? 1 : 0;
			refused += (reply.get(i) == 2) ? 1 : 0;
		}
		return new Added(reply.get(0) != 1, reply.get(0) == 4, added, refused, items.size() - added - refused,
				reply.get(1), reply.get(2));
	}

	boolean beginRebuild(String token) {
		return this.scripts.run(REBUILD_BEGIN, 4,
				arguments(List.of(), this.ttl, this.plan, utf8(token), this.lease)) == 1;
	}

	/**
	 * Add a batch to what is being rebuilt.
	 * @param token whose rebuild it is
	 * @param batch number of the batch from 0
	 * @param items its items
	 * @return what became of it
	 */
	Filled fillRebuild(String token, long batch, List<String> items) {
		long reply = this.scripts.run(REBUILD_FILL, 4,
				arguments(items, this.ttl, this.plan, utf8(token), this.lease, ascii(batch)));
		return Filled.values()[Math.toIntExact(reply)];
	}

	boolean endRebuild(String token, boolean use, long batches) {
		return this.scripts.run(REBUILD_END, 4,
				arguments(List.of(), this.ttl, utf8(token), use ? ONE : ZERO, ascii(batches))) == 1;
	}

	void clear() {
		this.scripts.run(CLEAR, 4, arguments(List.of(), this.ttl, this.plan, this.period));
	}

	boolean drop() {
		return this.scripts.run(DROP, 4, this.keys) == 1;
	}

	List<Long> inspect() {
		return this.scripts.run(INSPECT, 4, this.keys);
	}

	private byte[][] arguments(List<String> items, byte[]... values) {
		byte[][] arguments = new byte[this.keys.length + values.length + 2 * items.size()][];
		System.arraycopy(this.keys, 0, arguments, 0, this.keys.length);
		System.arraycopy(values, 0, arguments, this.keys.length, values.length);
		int next = this.keys.length + values.length;
		for (String item : items) {
			Fingerprint fingerprint = Fingerprint.of(item);
			arguments[next++] = ascii(fingerprint.first());
			arguments[next++] = ascii(fingerprint.second());
		}
		return arguments;
	}

	private static byte[] millis(Duration duration) {
		return ascii(duration.toMillis());
	}

	private static byte[] ascii(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What became of items.
	 *
	 * @param ready whether there is a filter
	 * @param started whether it was started for them
	 * @param added how many are new
	 * @param refused for how many there was no room
	 * @param present how many were there, or all if there is no filter
	 * @param items how many the generation has now
	 * @param capacity how many it has room for
	 */
	record Added(boolean ready, boolean started, int added, int refused, int present, long items, long capacity) {
	}

	/**
	 * What became of a batch.
	 */
	enum Filled {

		/** The rebuild is over. */
		LOST,

		/** It was added. */
		ADDED,

		/** There is no room. */
		FULL

	}

}
