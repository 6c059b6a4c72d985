package io.github.redispatterns.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * Counts how often caches send something and wait for the answers.
 */
final class Journeys implements ScriptRunner {

	private final ScriptRunner scripts;

	private final TieredCacheManager caches;

	private final AtomicLong count = new AtomicLong();

	private Journeys(CacheParts parts) {
		this.scripts = parts.scripts();
		this.caches = new TieredCacheManager(Shelf.properties(),
				new CacheParts(parts.space(), parts.wakeUps(), this, parts.news(), parts.workers(), parts.leases(),
						parts.timer(), parts.maxStaleness(), parts.whenUnavailable(), parts.guard(), parts.routes()));
	}

	static Journeys of(CacheParts parts) {
		return new Journeys(parts);
	}

	TieredCacheManager caches() {
		return this.caches;
	}

	long during(Runnable work) {
		long before = this.count.get();
		work.run();
		return this.count.get() - before;
	}

	@Override
	public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
		this.count.incrementAndGet();
		return this.scripts.run(script, keys, arguments);
	}

	@Override
	public <T> List<T> runAll(LuaScript<T> script, int keys, List<byte[][]> calls) {
		this.count.incrementAndGet();
		return this.scripts.runAll(script, keys, calls);
	}

}
