package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of one application that broadcast to each other, and trust for two
 * seconds at most.
 */
final class TwoRooms extends TwoInstances {

	private static final LuaScript<Long> SIGNAL = LuaScript.integer(TwoRooms.class, "broadcast.lua");

	private final List<Broadcasts.Member> members = new ArrayList<>();

	private final List<NewsEar> ears = new ArrayList<>();

	TwoRooms(Map<String, Object> servers, String driver) {
		super(servers, driver, Map.of("redis-patterns.broadcast.max-silence", "2s"));
	}

	RedisBroadcasts broadcasts(int instance) {
		return bean(instance, RedisBroadcasts.class);
	}

	/**
	 * Let both join under a name.
	 */
	void join(String name) {
		for (RedisBroadcasts broadcasts : beans(RedisBroadcasts.class)) {
			NewsEar ear = new NewsEar();
			this.members.add(broadcasts.join(name, ear));
			this.ears.add(ear);
		}
	}

	NewsEar ear(int instance) {
		return this.ears.get(instance);
	}

	boolean trusts(int instance) {
		return this.members.get(instance).trustedUntil() > LeaseKeeper.now();
	}

	void awaitTrust() {
		await(() -> assertThat(trusts(0) && trusts(1)).isTrue());
	}

	/**
	 * Publish as a script does.
	 */
	void publish(int from, String entity, String body) {
		Broadcasts.Outgoing outgoing = this.members.get(from).next();
		bean(from, RedisDriver.class).scripts()
			.run(SIGNAL, 1, utf8("test:cache:{" + entity + "}:value"), outgoing.channel(), outgoing.head(), utf8(body));
	}

}
