package io.github.redispatterns.sample.breakit;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.sample.embedded.EmbeddedRedis;
import io.github.redispatterns.sample.redis.OwnConnections;
import io.github.redispatterns.sample.redis.PatientRedis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Breaks Redis, so that a person sees what the patterns do about it. A server that is not
 * ours is neither paused nor killed, and keeps the connections of others.
 */
@Component
class BreakIt {

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Duration AWAY = Duration.ofSeconds(4);

	private final ObjectProvider<EmbeddedRedis> embedded;

	private final OwnConnections connections;

	private final PatientRedis redis;

	BreakIt(ObjectProvider<EmbeddedRedis> embedded, OwnConnections connections, PatientRedis redis) {
		this.embedded = embedded;
		this.connections = connections;
		this.redis = redis;
	}

	List<Way> ways() {
		boolean ours = this.embedded.getIfAvailable() != null;
		return List.of(new Way("pause", "Pause Redis for 10 s", "SIGSTOP: connections stay, nothing answers", ours),
				new Way("cut", "Cut connections", "CLIENT KILL, for this application's only", true),
				new Way("flush-scripts", "Flush scripts", "SCRIPT FLUSH: the server forgets every script", true),
				new Way("restart", "Kill and restart Redis", "kill -9, then back after 4 s, empty", ours));
	}

	String pause() {
		ours().pause(PAUSE);
		return "Redis is paused and goes on in %d s".formatted(PAUSE.toSeconds());
	}

	String cut() {
		return "%d connections were cut".formatted(this.connections.kill());
	}

	String flushScripts() {
		this.redis.execute((connection) -> {
			connection.scriptingCommands().scriptFlush();
			return true;
		});
		return "Redis has forgotten every script";
	}

	String restart() {
		ours().killAndRestart(AWAY);
		return "Redis was killed and comes back, empty, in %d s".formatted(AWAY.toSeconds());
	}

	private EmbeddedRedis ours() {
		EmbeddedRedis server = this.embedded.getIfAvailable();
		if (server == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"This Redis was named by spring.data.redis; only the embedded one may be paused or killed");
		}
		if (!server.isRunning()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Redis is down already; wait until it is back");
		}
		return server;
	}

}
