package io.github.redispatterns.cache;

import java.util.Objects;

import io.github.redispatterns.support.Instances;
import org.awaitility.Awaitility;

import org.springframework.cache.Cache;

/**
 * Lets two instances notice that the servers were emptied before this test, and agree on
 * new versions of their caches.
 */
final class Agreement {

	private Agreement() {
	}

	static void on(Instances instances, String... names) {
		for (String name : names) {
			Cache here = cache(instances, 0, name);
			Cache there = cache(instances, 1, name);
			here.clear();
			here.put("agreed", "yes");
			Awaitility.await().until(() -> there.get("agreed") != null);
			here.evict("agreed");
		}
	}

	private static Cache cache(Instances instances, int instance, String name) {
		return Objects.requireNonNull(instances.beans(TieredCacheManager.class).get(instance).getCache(name));
	}

}
