package io.github.redispatterns.cache;

import java.util.Arrays;

import io.github.redispatterns.cache.CachesUnderTest.Book;
import io.github.redispatterns.support.RunningInstances.Starter;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * A process that begins to load and does not end.
 */
public final class LoadingProcess {

	private LoadingProcess() {
	}

	public static void main(String[] arguments) {
		TieredCacheManager caches = new SpringApplicationBuilder(Starter.class).web(WebApplicationType.NONE)
			.properties("redis-patterns.cache.defaults.load.lease=2s")
			.run(Arrays.copyOfRange(arguments, 1, arguments.length))
			.getBean(TieredCacheManager.class);
		caches.cache(arguments[0], String.class, Book.class).getOrLoad("dune", (key, load) -> {
			System.out.println("loading");
			return new HeldLoad(Shelf.FIRST).load(key, load);
		});
	}

}
