package io.github.redispatterns.support;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.util.ClassUtils;

/**
 * A server in a container, where a Docker engine answers and has the image already.
 * Nothing is pulled: a test run must not depend on a registry.
 */
final class RedisContainer {

	private static final String IMAGE = "redis:8";

	private RedisContainer() {
	}

	static Optional<URI> start() {
		return isAvailable() ? Optional.of(startContainer()) : Optional.empty();
	}

	private static boolean isAvailable() {
		return ClassUtils.isPresent("org.testcontainers.containers.GenericContainer", null) && has(IMAGE)
				&& (Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
						|| has("testcontainers/ryuk:0.14.0"));
	}

	/**
	 * Asks the docker program, which knows contexts and hosts, and gives it two seconds.
	 */
	private static boolean has(String image) {
		try {
			Process docker = new ProcessBuilder("docker", "image", "inspect", image)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (docker.waitFor(2, TimeUnit.SECONDS)) {
				return docker.exitValue() == 0;
			}
			docker.destroyForcibly();
			return false;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@SuppressWarnings("resource") // lives as long as the JVM, then Ryuk removes it
	private static URI startContainer() {
		GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(6379);
		container.start();
		return URI.create("redis://%s:%d".formatted(container.getHost(), container.getMappedPort(6379)));
	}

}
