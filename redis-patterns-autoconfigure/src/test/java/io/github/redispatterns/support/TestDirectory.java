package io.github.redispatterns.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * Where everything lies that the servers and processes of this JVM write. It is deleted
 * at exit, when they are gone.
 */
final class TestDirectory {

	private static final Path path = create();

	private TestDirectory() {
	}

	static Path path() {
		return path;
	}

	private static Path create() {
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

}
