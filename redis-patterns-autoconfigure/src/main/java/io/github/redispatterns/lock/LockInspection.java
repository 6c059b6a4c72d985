package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * What operators see and do.
 */
final class LockInspection {

	private final InspectionScripts scripts;

	LockInspection(ScriptRunner scripts, WakeUps wakeUps, Duration fenceTtl) {
		this.scripts = new InspectionScripts(scripts, wakeUps, fenceTtl);
	}

	Optional<LockInfo> look(LockKey key) {
		List<Object> reply = this.scripts.inspect(key);
		if (reply.isEmpty()) {
			return Optional.empty();
		}
		String owner = text(reply.get(0));
		long fence = (Long) reply.get(2);
		Instant since = Instant.ofEpochSecond(fence / 1_000_000, fence % 1_000_000 * 1_000);
		List<String> waiters = new ArrayList<>();
		reply.subList(3, reply.size()).forEach((waiter) -> waiters.add(text(waiter)));
		return Optional.of(new LockInfo(key.name(), key.key(), fence, List.of(new LockInfo.Holder(Instance.of(owner),
				Claim.mode(owner), since, Duration.ofMillis((Long) reply.get(1)))), List.copyOf(waiters)));
	}

	boolean force(LockKey key) {
		return this.scripts.force(key);
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
