package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
		long fence = (Long) reply.get(0);
		int afterHolders = 2 + 2 * ((Long) reply.get(1)).intValue();
		List<LockInfo.Holder> holders = new ArrayList<>();
		for (int i = 2; i < afterHolders; i += 2) {
			holders.add(holder(text(reply.get(i)), fence, Duration.ofMillis((Long) reply.get(i + 1))));
		}
		Set<String> waiters = new LinkedHashSet<>();
		reply.subList(afterHolders, reply.size()).forEach((waiter) -> waiters.add(Instance.of(text(waiter))));
		return Optional.of(new LockInfo(key.name(), key.key(), fence, List.copyOf(holders), List.copyOf(waiters)));
	}

	private static LockInfo.Holder holder(String value, long fence, Duration remaining) {
		LockMode mode = Claim.mode(value);
		Instant since = (mode != LockMode.READ) ? Instant.ofEpochSecond(fence / 1_000_000, fence % 1_000_000 * 1_000)
				: null;
		return new LockInfo.Holder(Instance.of(value), mode, since, remaining);
	}

	boolean force(LockKey key) {
		return this.scripts.force(key);
	}

	private static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
