package io.github.redispatterns.sample.breakit;

/**
 * A way to break Redis.
 *
 * @param id last part of its path
 * @param title what the menu says
 * @param what what it does to Redis
 * @param possible whether this Redis may be treated so
 */
record Way(String id, String title, String what, boolean possible) {
}
