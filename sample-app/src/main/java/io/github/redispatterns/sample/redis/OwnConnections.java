package io.github.redispatterns.sample.redis;

import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.redis.connection.RedisServerCommands;
import org.springframework.data.redis.core.types.RedisClientInfo;
import org.springframework.stereotype.Component;

/**
 * The connections of this application, told from others by their client name.
 */
@Component
public class OwnConnections {

	private final PatientRedis redis;

	private final String clientName;

	OwnConnections(PatientRedis redis, @Value("${spring.data.redis.client-name}") String clientName) {
		this.redis = redis;
		this.clientName = clientName;
	}

	/**
	 * Cut every connection of this application, without asking it.
	 * @return how many
	 */
	public int kill() {
		return this.redis.execute((connection) -> kill(connection.serverCommands()));
	}

	private int kill(RedisServerCommands server) {
		List<String> ours = server.getClientList()
			.stream()
			.filter((client) -> this.clientName.equals(client.getName()))
			.map(RedisClientInfo::getAddressPort)
			.toList();
		for (String address : ours) {
			int colon = address.lastIndexOf(':');
			server.killClient(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
		}
		return ours.size();
	}

}
