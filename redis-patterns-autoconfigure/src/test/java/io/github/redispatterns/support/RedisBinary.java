package io.github.redispatterns.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.embedded.RedisExecProvider;

/**
 * The redis-server of the embedded-redis artifact, unpacked once per JVM.
 */
final class RedisBinary {

	private static final Path path = unpack();

	private RedisBinary() {
	}

	static Path path() {
		return path;
	}

	private static Path unpack() {
		try {
			Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
			Path target = Files.move(unpacked, TestDirectory.path().resolve("redis-server"));
			Files.deleteIfExists(unpacked.getParent());
			return target;
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalStateException(
					"There is no embedded redis-server for this platform: name a server of yours in "
							+ Standalone.URI_VARIABLE,
					ex);
		}
	}

}
