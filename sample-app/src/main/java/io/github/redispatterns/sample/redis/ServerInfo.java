package io.github.redispatterns.sample.redis;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

/**
 * The answer to INFO. A Cluster answers with the figures of all its nodes added up.
 */
@Component
class ServerInfo {

	private final PatientRedis redis;

	ServerInfo(PatientRedis redis) {
		this.redis = redis;
	}

	Map<String, String> read() {
		return merge(this.redis.execute((connection) -> connection.serverCommands().info()));
	}

	Map<String, String> read(String section) {
		return merge(this.redis.execute((connection) -> connection.serverCommands().info(section)));
	}

	// On a Cluster each name is preceded by its node and a dot; no name has a dot.
	private static Map<String, String> merge(Properties answer) {
		Map<String, String> merged = new TreeMap<>();
		for (String name : answer.stringPropertyNames()) {
			merged.merge(name.substring(name.lastIndexOf('.') + 1), answer.getProperty(name), ServerInfo::add);
		}
		return merged;
	}

	private static String add(String one, String other) {
		return (one.matches("\\d{1,18}") && other.matches("\\d{1,18}"))
				? String.valueOf(Long.parseLong(one) + Long.parseLong(other)) : one;
	}

}
