package io.github.redispatterns.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.cache.CacheKeys.EntryKeys;
import io.github.redispatterns.internal.Broadcasts;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.RefusedShortcutException;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.Shortcut;
import io.github.redispatterns.internal.WakeUps;
import org.jspecify.annotations.Nullable;

/**
 * Scripts of one cache, one round trip each.
 */
final class CacheScripts {

	static final int MOST_FIELDS = 10_000;

	private static final LuaScript<List<Object>> LOOKUP = LuaScript.mixed(CacheScripts.class, "lookup.lua");

	private static final LuaScript<Long> FILL = LuaScript.integer(CacheScripts.class, "fill.lua");

	private static final LuaScript<Long> ABANDON = LuaScript.integer(CacheScripts.class, "abandon.lua");

	private static final LuaScript<Long> PROLONG = LuaScript.integer(CacheScripts.class, "prolong.lua");

	private static final LuaScript<Long> PUT = LuaScript.integer(CacheScripts.class, "put.lua");

	private static final LuaScript<List<Object>> PUT_IF_ABSENT = LuaScript.mixed(CacheScripts.class,
			"put-if-absent.lua");

	private static final LuaScript<Long> EVICT = LuaScript.integer(CacheScripts.class, "evict.lua");

	private static final LuaScript<List<Object>> BUMP = LuaScript.mixed(CacheScripts.class, "bump.lua");

	private static final LuaScript<List<Object>> VERSIONS = LuaScript.mixed(CacheScripts.class, "versions.lua");

	private static final byte[] VERSIONS_LIFE = Bytes.of(Duration.ofDays(30).toMillis());

	private static final byte[] NOTHING = new byte[0];

	private final ScriptRunner scripts;

	private final CacheKeys keys;

	private final CacheNews.Desk news;

	CacheScripts(ScriptRunner scripts, CacheKeys keys, CacheNews.Desk news) {
		this.scripts = scripts;
		this.keys = keys;
		this.news = news;
	}

	/**
	 * Find a fresh value, or nothing.
	 * @param entry keys of the entry
	 * @param versions what is known of evictions
	 * @return what there is
	 */
	Answer look(EntryKeys entry, Versions versions) {
		Answer answer = spare(Shortcut.GET, NOTHING, Duration.ZERO, entry.value());
		return (answer != null) ? answer : inspect(entry, versions);
	}

	/**
	 * Read what is there, fresh or not.
	 * @param entry keys of the entry
	 * @param versions what is known of evictions
	 * @return what there is
	 */
	Answer inspect(EntryKeys entry, Versions versions) {
		return lookup(entry, NOTHING, Duration.ZERO, Want.LOAD, versions);
	}

	/**
	 * Find a fresh value, or take the right to load it.
	 * @param entry keys of the entry
	 * @param token of the load to be
	 * @param lease how long it has the right
	 * @param versions what is known of evictions
	 * @return what there is
	 */
	Answer lookup(EntryKeys entry, byte[] token, Duration lease, Versions versions) {
		Answer answer = spare(Shortcut.GET_OR_SET, token, lease, entry.value(), token, Bytes.of(lease.toMillis()));
		return (answer != null) ? answer : lookup(entry, token, lease, Want.LOAD, versions);
	}

	// null if it takes the script: what is there is not fresh, or Redis refused
	private @Nullable Answer spare(Shortcut shortcut, byte[] token, Duration lease, byte[]... arguments) {
		long now = this.news.serverMillis();
		if (now == 0) {
			return null;
		}
		try {
			return Answer.of(this.scripts.run(shortcut, arguments), now, token, lease.toMillis());
		}
		catch (RefusedShortcutException ex) {
			// such as while memory is full, when the script may still find a value
			return null;
		}
	}

	Answer lookup(EntryKeys entry, byte[] token, Duration lease, Want want, Versions versions) {
		return Answer.of(this.scripts.run(LOOKUP, 2, arguments(entry, token, lease, want, versions)));
	}

	List<Answer> lookupAll(List<Lookup> lookups, Duration lease, Want want, Versions versions) {
		List<byte[][]> calls = lookups.stream()
			.map((lookup) -> arguments(lookup.entry(), lookup.token(), lease, want, versions))
			.toList();
		return this.scripts.runAll(LOOKUP, 2, calls).stream().map(Answer::of).toList();
	}

	List<Answer> lookAll(List<Lookup> lookups, Versions versions) {
		List<byte[][]> calls = lookups.stream()
			.map((lookup) -> arguments(lookup.entry(), NOTHING, Duration.ZERO, Want.LOAD, versions))
			.toList();
		return this.scripts.runAll(LOOKUP, 2, calls).stream().map(Answer::of).toList();
	}

	private static byte[][] arguments(EntryKeys entry, byte[] token, Duration lease, Want want, Versions versions) {
		return new byte[][] { entry.value(), entry.lease(), token, Bytes.of(lease.toMillis()), want.code,
				Bytes.raw(versions.incarnation()), Bytes.of(versions.cleared()) };
	}

	List<Boolean> fillAll(List<Cargo.Fill> fills) {
		List<byte[][]> calls = fills.stream().map((fill) -> {
			WakeUps.Address signals = fill.entry().signals();
			return new byte[][] { fill.entry().value(), fill.entry().lease(), fill.token(),
					ending(fill.value(), fill.life()), Bytes.of(fill.life()), signals.command(), signals.channel(),
					signals.topic() };
		}).toList();
		return this.scripts.runAll(FILL, 2, calls).stream().map((filled) -> filled == 1).toList();
	}

	boolean abandon(EntryKeys entry, byte[] token) {
		return this.scripts.run(ABANDON, 2, entry.value(), entry.lease(), token, entry.signals().command(),
				entry.signals().channel(), entry.signals().topic()) == 1;
	}

	boolean prolong(EntryKeys entry, byte[] token, Duration lease) {
		return this.scripts.run(PROLONG, 2, entry.value(), entry.lease(), token, Bytes.of(lease.toMillis())) == 1;
	}

	boolean put(EntryKeys entry, String key, byte[] value, long life, long version) {
		Broadcasts.Outgoing message = this.news.next();
		return this.scripts.run(PUT, 2, entry.value(), entry.lease(), ending(value, life), Bytes.of(life),
				Bytes.of(version), message.channel(), this.news.ofKey(message, key), entry.signals().command(),
				entry.signals().channel(), entry.signals().topic()) == 1;
	}

	// what is there, or null if it was stored
	@Nullable Answer putIfAbsent(EntryKeys entry, String key, byte[] value, long life, Versions versions) {
		Broadcasts.Outgoing message = this.news.next();
		List<Object> reply = this.scripts.run(PUT_IF_ABSENT, 2, entry.value(), entry.lease(), ending(value, life),
				Bytes.of(life), Bytes.raw(versions.incarnation()), Bytes.of(versions.cleared()), message.channel(),
				this.news.ofKey(message, key), entry.signals().command(), entry.signals().channel(),
				entry.signals().topic());
		return (reply.size() == 1) ? null
				: new Answer(Answer.State.NONE, (Long) reply.get(0), 0, (byte[]) reply.get(1));
	}

	private byte[] ending(byte[] value, long life) {
		long now = this.news.serverMillis();
		Envelope.end(value, (now > 0) ? now + life : 0);
		return value;
	}

	boolean evict(EntryKeys entry, String key, Duration holdOff, Versions versions) {
		Broadcasts.Outgoing message = this.news.next();
		return this.scripts.run(EVICT, 2, entry.value(), entry.lease(), Bytes.of(holdOff.toMillis()), message.channel(),
				this.news.ofKey(message, key), entry.signals().command(), entry.signals().channel(),
				entry.signals().topic(), Bytes.raw(versions.incarnation()), Bytes.of(versions.cleared())) == 1;
	}

	EntryChange change(EntryPlace place, byte[] value, long life, Duration holdOff) {
		return new EntryChange(place, (value.length > 0) ? ending(value, life) : value, life, holdOff, () -> {
			Broadcasts.Outgoing message = this.news.next();
			return new EntryChange.News(message.channel(), this.news.ofKey(message, place.key()));
		});
	}

	Bump bump(long candidate, List<String> fields) {
		Broadcasts.Outgoing message = this.news.next();
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(this.keys.versions());
		arguments.add(Bytes.raw(candidate));
		arguments.add(VERSIONS_LIFE);
		arguments.add(Bytes.of(MOST_FIELDS));
		arguments.add(message.channel());
		arguments.add(this.news.ofVersions(message));
		fields.forEach((field) -> arguments.add(Bytes.of(field)));
		List<Object> reply = this.scripts.run(BUMP, 1, arguments.toArray(new byte[0][]));
		return new Bump(Bytes.readLong((byte[]) reply.get(0), 0),
				Long.parseLong(new String((byte[]) reply.get(1), java.nio.charset.StandardCharsets.ISO_8859_1)));
	}

	Versions versions(long candidate) {
		return Versions.of(this.scripts.run(VERSIONS, 1, this.keys.versions(), Bytes.raw(candidate), VERSIONS_LIFE));
	}

	/** What a lookup is for. */
	enum Want {

		/** To load what is not fresh. */
		LOAD("L"),

		/** The same, and to wait for whoever loads it already. */
		WAIT("W"),

		/** To load it again though it is fresh. */
		REFRESH("R"),

		/** The same, and to wait for whoever loads it already. */
		REFRESH_OR_WAIT("X");

		private final byte[] code;

		Want(String code) {
			this.code = Bytes.of(code);
		}

		boolean isRefresh() {
			return this == REFRESH || this == REFRESH_OR_WAIT;
		}

		Want refresh() {
			return (this == WAIT) ? REFRESH_OR_WAIT : REFRESH;
		}

	}

	/**
	 * An eviction.
	 *
	 * @param incarnation to which versions it belongs
	 * @param number its number
	 */
	record Bump(long incarnation, long number) {
	}

}
