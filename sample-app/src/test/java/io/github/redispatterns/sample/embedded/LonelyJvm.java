package io.github.redispatterns.sample.embedded;

/**
 * Runs in a JVM of its own, which is killed.
 */
public final class LonelyJvm {

	private LonelyJvm() {
	}

	public static void main(String[] args) throws InterruptedException {
		System.out.println(new EmbeddedRedis().port());
		Thread.currentThread().join();
	}

}
