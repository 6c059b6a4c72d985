package io.github.redispatterns.lock;

import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock for readers and writers as its threads see it.
 *
 * @param readLock to read
 * @param writeLock to write
 */
record ThreadReadWriteLock(LockView readLock, LockView writeLock) implements ReadWriteLock {
}
