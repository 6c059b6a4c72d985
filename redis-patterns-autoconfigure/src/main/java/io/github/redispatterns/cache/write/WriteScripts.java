package io.github.redispatterns.cache.write;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.github.redispatterns.cache.EntryChange;
import io.github.redispatterns.cache.EntryPlace;
import io.github.redispatterns.cache.WriteRoute.Unwritten;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import org.jspecify.annotations.Nullable;

/**
 * Scripts of what caches have not written, one round trip each.
 */
final class WriteScripts {

	static final int MOST_LETTERS = 1000;

	private static final LuaScript<List<Long>> ENQUEUE = LuaScript.integers(WriteScripts.class, "enqueue.lua");

	private static final LuaScript<List<Long>> BEGIN = LuaScript.integers(WriteScripts.class, "begin.lua");

	private static final LuaScript<Long> SETTLE = LuaScript.integer(WriteScripts.class, "settle.lua");

	private static final LuaScript<Long> ABANDON = LuaScript.integer(EntryPlace.class, "abandon.lua");

	private static final LuaScript<List<Object>> CLAIM = LuaScript.mixed(WriteScripts.class, "claim.lua");

	private static final LuaScript<Long> PROLONG = LuaScript.integer(WriteScripts.class, "prolong.lua");

	private static final LuaScript<Long> ACKNOWLEDGE = LuaScript.integer(WriteScripts.class, "acknowledge.lua");

	private static final LuaScript<Long> GIVE_UP = LuaScript.integer(WriteScripts.class, "give-up.lua");

	private static final LuaScript<Long> FAIL = LuaScript.integer(WriteScripts.class, "fail.lua");

	private static final LuaScript<List<Object>> UNWRITTEN = LuaScript.mixed(WriteScripts.class, "unwritten.lua");

	private static final LuaScript<List<Long>> BACKLOG = LuaScript.integers(WriteScripts.class, "backlog.lua");

	private static final LuaScript<List<Object>> LETTERS = LuaScript.mixed(WriteScripts.class, "letters.lua");

	private static final LuaScript<Long> REPLAY = LuaScript.integer(WriteScripts.class, "replay.lua");

	private static final LuaScript<Long> PURGE = LuaScript.integer(WriteScripts.class, "purge.lua");

	private static final byte[] NOTHING = {};

	private final ScriptRunner scripts;

	WriteScripts(ScriptRunner scripts) {
		this.scripts = scripts;
	}

	// 0 recorded, 1 recorded where an entry was, 2 too many wait
	int enqueue(WriteKeys keys, EntryChange change, boolean delete, byte[] content, WriteSettings settings) {
		EntryPlace place = change.place();
		EntryChange.News news = change.news().get();
		return this.scripts
			.run(ENQUEUE, 5, place.value(), place.lease(), keys.dirty(), keys.due(), keys.sequence(),
					bytes(place.key()), bytes(delete ? Change.DELETE : Change.PUT), content, millis(settings.delay()),
					bytes(settings.share()), change.envelope(), bytes(change.life()), millis(change.holdOff()),
					news.channel(), news.message(), place.signals().command(), place.signals().channel(),
					place.signals().topic(), keys.signals().topic())
			.get(0)
			.intValue();
	}

	Begun begin(WriteKeys keys, EntryPlace place, byte[] token, Duration lease) {
		List<Long> reply = this.scripts.run(BEGIN, 4, place.value(), place.lease(), keys.dirty(), keys.sequence(),
				bytes(place.key()), token, millis(lease));
		return new Begun(reply.get(0) == 2, reply.get(0) == 0, reply.get(1));
	}

	boolean settle(EntryChange change, byte @Nullable [] token) {
		EntryPlace place = change.place();
		EntryChange.News news = change.news().get();
		return this.scripts.run(SETTLE, 2, place.value(), place.lease(), (token != null) ? token : NOTHING,
				change.envelope(), bytes(change.life()), millis(change.holdOff()), news.channel(), news.message(),
				place.signals().command(), place.signals().channel(), place.signals().topic()) == 1;
	}

	void abandon(EntryPlace place, byte[] token) {
		this.scripts.run(ABANDON, 2, place.value(), place.lease(), token, place.signals().command(),
				place.signals().channel(), place.signals().topic());
	}

	Claimed claim(WriteKeys keys, int most, Duration lease, Duration ahead) {
		List<Object> reply = this.scripts.run(CLAIM, 4, keys.dirty(), keys.due(), keys.flight(), keys.sequence(),
				bytes(most), millis(lease), millis(ahead));
		List<Change> changes = new ArrayList<>();
		for (int i = 2; i < reply.size(); i += 2) {
			changes.add(Change.of(text(reply.get(i)), (byte[]) reply.get(i + 1)));
		}
		return new Claimed((Long) reply.get(0), (Long) reply.get(1), List.copyOf(changes));
	}

	long prolong(WriteKeys keys, long claim, Duration lease, List<Change> changes) {
		List<byte[]> arguments = new ArrayList<>(List.of(keys.dirty(), keys.flight(), bytes(claim), millis(lease)));
		changes.forEach((change) -> arguments.add(bytes(change.key())));
		return this.scripts.run(PROLONG, 2, arguments.toArray(new byte[0][]));
	}

	long acknowledge(WriteKeys keys, long claim, Duration delay, List<Change> changes) {
		List<byte[]> arguments = new ArrayList<>(
				List.of(keys.dirty(), keys.due(), keys.flight(), bytes(claim), millis(delay)));
		for (Change change : changes) {
			arguments.add(bytes(change.key()));
			arguments.add(bytes(change.version()));
		}
		return this.scripts.run(ACKNOWLEDGE, 3, arguments.toArray(new byte[0][]));
	}

	boolean fail(WriteKeys keys, long claim, Change change, Duration pause) {
		return this.scripts.run(FAIL, 3, keys.dirty(), keys.due(), keys.flight(), bytes(claim), bytes(change.key()),
				bytes(change.version()), millis(pause)) == 1;
	}

	boolean giveUp(WriteKeys keys, long claim, Change change, String error, EntryChange eviction) {
		EntryPlace place = eviction.place();
		EntryChange.News news = eviction.news().get();
		return this.scripts.run(GIVE_UP, 5, place.value(), place.lease(), keys.dirty(), keys.flight(), keys.dead(),
				bytes(claim), bytes(change.key()), bytes(change.version()), bytes(error), bytes(MOST_LETTERS),
				millis(eviction.holdOff()), news.channel(), news.message(), place.signals().command(),
				place.signals().channel(), place.signals().topic()) == 1;
	}

	Map<String, Unwritten> unwritten(Collection<String> keys, Function<String, WriteKeys> places) {
		List<byte[][]> calls = keys.stream()
			.map((key) -> new byte[][] { places.apply(key).dirty(), bytes(key) })
			.toList();
		Iterator<List<Object>> replies = this.scripts.runAll(UNWRITTEN, 1, calls).iterator();
		Map<String, Unwritten> found = new LinkedHashMap<>();
		for (String key : keys) {
			List<Object> reply = replies.next();
			if (!reply.isEmpty()) {
				Change change = Change.of(key, (byte[]) reply.get(0));
				found.put(key, new Unwritten(change.delete() ? null : change.valueJson()));
			}
		}
		return found;
	}

	WriteBehind.Backlog backlog(WriteKeys keys) {
		List<Long> reply = this.scripts.run(BACKLOG, 4, keys.dirty(), keys.due(), keys.flight(), keys.dead(),
				bytes(10));
		Optional<Duration> oldest = (reply.get(3) < 0) ? Optional.empty()
				: Optional.of(Duration.ofMillis(reply.get(3)));
		return new WriteBehind.Backlog(reply.get(0), reply.get(1), reply.get(2), oldest);
	}

	List<WriteBehind.DeadLetter> letters(WriteKeys keys, int partition, String from, int most) {
		List<Object> reply = this.scripts.run(LETTERS, 1, keys.dead(), bytes(from), bytes(most));
		List<WriteBehind.DeadLetter> letters = new ArrayList<>();
		for (int i = 0; i < reply.size(); i += 4) {
			Change change = Change.of(text(reply.get(i + 1)), (byte[]) reply.get(i + 2));
			letters.add(new WriteBehind.DeadLetter(partition + "-" + text(reply.get(i)), change.key(), change.delete(),
					new String(change.valueJson(), StandardCharsets.UTF_8), change.version(), change.attempts(),
					text(reply.get(i + 3))));
		}
		return letters;
	}

	boolean replay(WriteKeys keys, String id, EntryChange eviction) {
		EntryPlace place = eviction.place();
		EntryChange.News news = eviction.news().get();
		return this.scripts.run(REPLAY, 5, place.value(), place.lease(), keys.dirty(), keys.due(), keys.dead(),
				bytes(id), millis(eviction.holdOff()), news.channel(), news.message(), place.signals().command(),
				place.signals().channel(), place.signals().topic(), keys.signals().topic()) == 1;
	}

	long purge(WriteKeys keys, String id) {
		return this.scripts.run(PURGE, 1, keys.dead(), bytes(id));
	}

	private static byte[] millis(Duration duration) {
		return bytes(duration.toMillis());
	}

	private static byte[] bytes(long number) {
		return bytes(Long.toString(number));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

	/**
	 * A write of the source before the cache.
	 *
	 * @param behind whether an earlier change still waits
	 * @param alone whether it may store its value in the cache
	 * @param version its number
	 */
	record Begun(boolean behind, boolean alone, long version) {
	}

	/**
	 * Changes that this instance is to write.
	 *
	 * @param claim what tells it from others
	 * @param next ms until more is due, -1 if nothing waits
	 * @param changes the changes
	 */
	record Claimed(long claim, long next, List<Change> changes) {
	}

}
