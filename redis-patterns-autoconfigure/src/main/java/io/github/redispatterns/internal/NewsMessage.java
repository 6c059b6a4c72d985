package io.github.redispatterns.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A broadcast as it travels: format, kind, 16 bytes of the publisher, its number; then
 * for a message length and name of the member and the body, otherwise the time of sending
 * and the name of the zone.
 *
 * @param kind what it is for
 * @param publisher who sent it
 * @param number of the message, or of the last one before a heartbeat
 * @param name of the member, or of the zone
 * @param sent when a heartbeat was sent, in the time of its sender
 * @param body what members say to each other
 */
record NewsMessage(Kind kind, String publisher, long number, String name, long sent, byte[] body) {

	private static final byte FORMAT = 1;

	private static final int PUBLISHER = 16;

	private static final int START = 2 + PUBLISHER + Long.BYTES;

	private static final byte[] NOTHING = new byte[0];

	static byte[] head(byte[] publisher, long number, byte[] member) {
		return start(Kind.MESSAGE, publisher, number, 1 + member.length).put((byte) member.length).put(member).array();
	}

	static byte[] head(Kind kind, byte[] publisher, long number, long sent) {
		return start(kind, publisher, number, Long.BYTES).putLong(sent).array();
	}

	private static ByteBuffer start(Kind kind, byte[] publisher, long number, int rest) {
		return ByteBuffer.allocate(START + rest).put(FORMAT).put((byte) kind.ordinal()).put(publisher).putLong(number);
	}

	/**
	 * Read what came.
	 * @param message what was published
	 * @return the message, {@code null} if it cannot be read
	 */
	static @Nullable NewsMessage read(byte[] message) {
		if (message.length <= START || message[0] != FORMAT || message[1] < 0 || message[1] >= Kind.values().length) {
			return null;
		}
		Kind kind = Kind.values()[message[1]];
		String publisher = new String(message, 2, PUBLISHER, StandardCharsets.ISO_8859_1);
		long number = ByteBuffer.wrap(message).getLong(2 + PUBLISHER);
		int rest = (kind == Kind.MESSAGE) ? START + 1 + message[START] : START + Long.BYTES;
		if (number < 0 || rest <= START || rest > message.length) {
			return null;
		}
		if (kind == Kind.MESSAGE) {
			return new NewsMessage(kind, publisher, number, utf8(message, START + 1, rest), 0,
					Arrays.copyOfRange(message, rest, message.length));
		}
		return new NewsMessage(kind, publisher, number, utf8(message, rest, message.length),
				ByteBuffer.wrap(message).getLong(START), NOTHING);
	}

	private static String utf8(byte[] message, int from, int to) {
		return new String(message, from, to - from, StandardCharsets.UTF_8);
	}

	/** What a message is for; the order is part of the format. */
	enum Kind {

		/** From member to members. */
		MESSAGE,

		/** Says which number was the last. */
		HEARTBEAT,

		/** The same, for the last time. */
		GOODBYE

	}

}
