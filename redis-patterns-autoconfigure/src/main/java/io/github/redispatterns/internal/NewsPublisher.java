package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who numbers the messages of one instance, from its start to its stop.
 */
final class NewsPublisher {

	private final byte[] id = new byte[16];

	private final String name;

	private final AtomicLong number = new AtomicLong();

	NewsPublisher() {
		new SecureRandom().nextBytes(this.id);
		this.name = new String(this.id, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return what messages call it.
	 * @return its identifier
	 */
	String name() {
		return this.name;
	}

	byte[] nextHead(byte[] member) {
		return NewsMessage.head(this.id, this.number.incrementAndGet(), member);
	}

	byte[] head(NewsMessage.Kind kind, long sent) {
		return NewsMessage.head(kind, this.id, this.number.get(), sent);
	}

}
