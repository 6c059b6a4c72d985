package io.github.redispatterns.cache.write;

import java.util.function.Consumer;
import java.util.function.Function;

import io.github.redispatterns.internal.Background;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.WakeUps;
import io.github.redispatterns.internal.Workers;

/**
 * What all caches share that write to a source.
 *
 * @param space the namespace of keys
 * @param wakeUps signals that something waits
 * @param scripts the scripts
 * @param workers write to sources
 * @param timer waits until something is due
 * @param leases keep what is being written
 * @param meters makes the meters of a cache
 * @param caches makes caches
 */
record WriteParts(KeySpace space, WakeUps wakeUps, WriteScripts scripts, Workers workers, Background timer,
		LeaseKeeper leases, Function<String, WriteMeters> meters, Consumer<String> caches) {
}
