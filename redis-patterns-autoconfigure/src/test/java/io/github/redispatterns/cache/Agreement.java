package io.github.redispatterns.cache;

import java.util.Objects;

import io.github.redispatterns.support.Instances;
import org.awaitility.Awaitility;

import org.springframework.cache.Cache;

/**
 * Lets all instances notice that the servers were emptied before this test, and agree on
 * new versions of their caches.
 */
final class Agreement {

	private Agreement() {
	}

	static void on(Instances instances, String... names) {
		for (String name : names) {
			Cache first = cache(instances, 0, name);
			first.clear();
			first.put("agreed", "yes");
			for (int i = 1; i < instances.size(); i++) {
				Cache other = cache(instances, i, name);
				Awaitility.await().until(() -> other.get("agreed") != null);
			}
			first.evict("agreed");
		}
	}

	private static Cache cache(Instances instances, int instance, String name) {
		return Objects.requireNonNull(instances.beans(TieredCacheManager.class).get(instance).getCache(name));
	}

}
