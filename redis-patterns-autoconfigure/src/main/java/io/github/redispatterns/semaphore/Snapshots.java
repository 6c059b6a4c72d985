package io.github.redispatterns.semaphore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.internal.Instance;

/**
 * Reads what Redis says about holders and waiters.
 */
final class Snapshots {

	private static final int FIRST_HOLDER = 5;

	private Snapshots() {
	}

	static SemaphoreInfo read(SemaphorePolicy policy, String key, List<Object> reply) {
		long max = (Long) reply.get(0);
		String actor = text(reply.get(2));
		int end = FIRST_HOLDER + 2 * Math.toIntExact((Long) reply.get(4));
		List<SemaphoreInfo.Holder> holders = new ArrayList<>();
		for (int i = FIRST_HOLDER; i < end; i += 2) {
			String member = text(reply.get(i));
			holders.add(new SemaphoreInfo.Holder(Instance.of(member), weight(member),
					Duration.ofMillis((Long) reply.get(i + 1))));
		}
		List<String> waiters = reply.subList(end, reply.size())
			.stream()
			.map((waiter) -> Instance.of(text(waiter)))
			.toList();
		return new SemaphoreInfo(policy.name(), key, (max >= 0) ? max : policy.permits(),
				(max >= 0) ? (Long) reply.get(1) : policy.version(), actor.isEmpty() ? null : actor,
				(Long) reply.get(3), List.copyOf(holders), waiters);
	}

	private static int weight(String member) {
		int star = member.lastIndexOf('*');
		return (star >= 0) ? Integer.parseInt(member.substring(star + 1)) : 1;
	}

	static PoolInfo read(String name, List<Object> reply) {
		int at = 4;
		List<String> free = new ArrayList<>();
		for (long left = (Long) reply.get(2); left > 0; left--) {
			free.add(text(reply.get(at++)));
		}
		List<PoolInfo.Leased> leased = new ArrayList<>();
		for (long left = (Long) reply.get(3); left > 0; left--, at += 3) {
			leased.add(new PoolInfo.Leased(text(reply.get(at + 1)), Instance.of(text(reply.get(at))),
					Duration.ofMillis((Long) reply.get(at + 2))));
		}
		List<PoolInfo.Suspect> suspect = new ArrayList<>();
		for (; at < reply.size(); at += 3) {
			suspect.add(new PoolInfo.Suspect(text(reply.get(at)), text(reply.get(at + 2)),
					Duration.ofMillis((Long) reply.get(at + 1))));
		}
		return new PoolInfo(name, (Long) reply.get(0), List.copyOf(free), List.copyOf(leased), List.copyOf(suspect),
				(Long) reply.get(1));
	}

	static String text(Object value) {
		return new String((byte[]) value, StandardCharsets.UTF_8);
	}

}
