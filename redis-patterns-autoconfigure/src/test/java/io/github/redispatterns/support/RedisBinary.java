package io.github.redispatterns.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.embedded.RedisExecProvider;

import org.springframework.util.FileSystemUtils;

/**
 * The redis-server of the embedded-redis artifact, unpacked once per JVM.
 */
final class RedisBinary {

	private static final Path home = createHome();

	private static final Path binary = unpack();

	private RedisBinary() {
	}

	/**
	 * Everything the servers of this JVM write lies below; it is deleted at exit.
	 */
	static Path home() {
		return home;
	}

	static Path path() {
		return binary;
	}

	private static Path createHome() {
		try {
			Path created = Files.createTempDirectory("redis-patterns-test-");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				SharedServers.closeAll();
				FileSystemUtils.deleteRecursively(created.toFile());
			}, "close-test-servers"));
			return created;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path unpack() {
		try {
			Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
			Path target = Files.move(unpacked, home.resolve("redis-server"));
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
