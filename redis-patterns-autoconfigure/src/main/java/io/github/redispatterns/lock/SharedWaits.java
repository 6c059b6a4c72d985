package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What callers of all instances hold and, if they hold something, wait for: one short
 * text in Redis for each token of what they hold.
 */
final class SharedWaits implements WaitGraph {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private static final Duration TTL = Duration.ofSeconds(3);

	private final WaitScripts scripts;

	private final LockKeys keys;

	SharedWaits(WaitScripts scripts, LockKeys keys) {
		this.scripts = scripts;
		this.keys = keys;
	}

	@Override
	public @Nullable String holder(String entity) {
		String value = this.scripts.look((entity + ":owner").getBytes(StandardCharsets.UTF_8));
		int end = (value != null) ? value.lastIndexOf(' ') : -1;
		return (value != null && end > 0) ? value.substring(0, end) : null;
	}

	@Override
	public @Nullable Wait waitOf(String token) {
		String value = this.scripts.look(this.keys.wait(token));
		if (value == null) {
			return null;
		}
		String[] lines = value.split("\n", 4);
		return new Wait(lines[0], lines[1], Long.parseLong(lines[2]), lines[3]);
	}

	void tell(String token, Wait wait) {
		String text = wait.token() + '\n' + wait.entity() + '\n' + wait.beat() + '\n' + wait.who();
		this.scripts.tell(this.keys.wait(token), text, TTL);
	}

	void forget(List<String> tokens) {
		try {
			tokens.forEach((token) -> this.scripts.forget(this.keys.wait(token)));
		}
		catch (RedisUnavailableException ex) {
			logger.debug("A wait is forgotten by itself", ex);
		}
	}

	/**
	 * Put a circle into words.
	 * @param circle who waits for whom
	 * @return one text each
	 */
	List<String> describe(List<DeadlockSearch.Step> circle) {
		return circle.stream()
			.map((step) -> "instance %s (thread %s) waits for lock '%s' held by instance %s".formatted(
					Instance.of(step.waiting().token()), step.waiting().who(),
					this.keys.describe(step.waiting().entity()), Instance.of(step.holder())))
			.toList();
	}

}
