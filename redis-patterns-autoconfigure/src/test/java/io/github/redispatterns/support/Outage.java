package io.github.redispatterns.support;

/**
 * How one server can be away from those who use it through a proxy.
 */
public enum Outage {

	KILLED, FROZEN, PAUSED, BLACK_HOLE, REPLIES_LOST, REFUSED, OUT_OF_MEMORY, READ_ONLY;

	/**
	 * Begin it.
	 * @param servers with the one server
	 * @param proxy what stands before it
	 * @return what ends it
	 */
	public Fault begin(RedisServers servers, TcpProxy proxy) {
		return switch (this) {
			case KILLED -> servers.faults().kill(servers.node(0));
			case FROZEN -> servers.faults().freeze(servers.node(0));
			case PAUSED -> servers.faults().pauseWrites();
			case BLACK_HOLE -> proxy.blackHole();
			case REPLIES_LOST -> proxy.loseReplies();
			case REFUSED -> proxy.refuse();
			case OUT_OF_MEMORY -> servers.faults().outOfMemory();
			case READ_ONLY -> servers.faults().readOnly();
		};
	}

}
