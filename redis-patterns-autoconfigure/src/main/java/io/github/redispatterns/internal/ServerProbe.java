package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;

/**
 * One small write to a part of Redis: it succeeds only where patterns can work.
 * <p>
 * A read would also succeed on a full or read-only server.
 */
final class ServerProbe {

	static final List<KeyFacet> FACETS = List.of(new KeyFacet("kernel", "probe", "string", "1 s",
			"written to find out whether Redis accepts writes, and what time it has"));

	private static final LuaScript<Long> PROBE = LuaScript.integer(ServerProbe.class, "probe.lua");

	private final ScriptRunner scripts;

	private final byte[][] keys;

	ServerProbe(ScriptRunner scripts, KeySpace space, int zones) {
		this.scripts = scripts;
		this.keys = new byte[zones][];
		for (int zone = 0; zone < zones; zone++) {
			String key = space.namespace() + ":kernel:" + Slots.tag(zone, zones) + ":probe";
			this.keys[zone] = key.getBytes(StandardCharsets.UTF_8);
		}
	}

	/**
	 * Write, and read the server's time.
	 * @param zone the part of Redis
	 * @return milliseconds since the epoch
	 */
	long serverMillis(int zone) {
		try {
			return this.scripts.run(PROBE, 1, this.keys[zone]);
		}
		catch (RuntimeException ex) {
			if (Failure.of(ex) != Failure.TRANSIENT) {
				throw ex;
			}
			throw new RedisUnavailableException("Redis did not answer a probe: " + ex.getMessage(), ex);
		}
	}

}
