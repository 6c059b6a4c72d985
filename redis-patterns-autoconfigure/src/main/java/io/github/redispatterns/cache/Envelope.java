package io.github.redispatterns.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one key holds: a value with the facts about it.
 * <p>
 * The header is binary, big endian and of fixed offsets, because scripts read it too: 0
 * magic, 1 format, 2 flags, 3 codec, 4 fingerprint, 12 stale window, 16 compute time, 20
 * version, 28 incarnation, 36 known, 44 life, 48 end, 56 tags if flagged, then the
 * payload. The end is when the value goes away by the clock of the server, 0 if that was
 * not known; it is written last, see {@link #end}.
 *
 * @param flags {@link #NULL}, {@link #DEFLATED}, {@link #TAGGED}
 * @param fingerprint the type of the value, see {@link ValueType#fingerprint()}
 * @param staleMillis see {@link Facts}
 * @param computeMillis see {@link Facts}
 * @param lifeMillis see {@link Facts}
 * @param version see {@link Facts}
 * @param incarnation see {@link Facts}
 * @param known see {@link Facts}
 * @param tags see {@link Facts}
 * @param payload the value as JSON, deflated if flagged, empty for null
 */
record Envelope(int flags, long fingerprint, int staleMillis, int computeMillis, int lifeMillis, long version,
		long incarnation, long known, List<String> tags, byte[] payload) {

	/** The value is null. */
	static final int NULL = 1;

	/** The payload is compressed. */
	static final int DEFLATED = 2;

	/** Tags follow the header. */
	static final int TAGGED = 4;

	/** Offset of what follows the header. */
	static final int HEADER = 56;

	private static final int STALE = 12;

	private static final int END = 48;

	private static final byte MAGIC = 'R';

	private static final byte FORMAT = 1;

	private static final byte JSON = 1;

	private static final int MOST = 0xFFFF;

	Envelope {
		tags = List.copyOf(tags);
		flags = tags.isEmpty() ? flags & ~TAGGED : flags | TAGGED;
	}

	Envelope(int flags, long fingerprint, Facts facts, byte[] payload) {
		this(flags, fingerprint, facts.staleMillis(), facts.computeMillis(), facts.lifeMillis(), facts.version(),
				facts.incarnation(), facts.known(), facts.tags(), payload);
	}

	boolean isNull() {
		return (this.flags & NULL) != 0;
	}

	boolean isDeflated() {
		return (this.flags & DEFLATED) != 0;
	}

	Facts facts() {
		return new Facts(this.staleMillis, this.computeMillis, this.lifeMillis, this.version, this.incarnation,
				this.known, this.tags);
	}

	/**
	 * Write it.
	 * @return the bytes to store
	 * @throws IllegalArgumentException if there are more than 65535 tags, or one is
	 * longer than that in UTF-8
	 */
	byte[] encode() {
		List<byte[]> names = names(this.tags);
		int length = HEADER + this.payload.length + (names.isEmpty() ? 0 : 2);
		for (byte[] name : names) {
			length = Math.addExact(length, 2 + name.length);
		}
		ByteBuffer out = ByteBuffer.allocate(length);
		out.put(MAGIC).put(FORMAT).put((byte) this.flags).put(JSON);
		out.putLong(this.fingerprint).putInt(this.staleMillis).putInt(this.computeMillis);
		out.putLong(this.version).putLong(this.incarnation).putLong(this.known).putInt(this.lifeMillis).putLong(0);
		if (!names.isEmpty()) {
			out.putShort((short) names.size());
			names.forEach((name) -> out.putShort((short) name.length).put(name));
		}
		return out.put(this.payload).array();
	}

	/**
	 * Write down when it goes away.
	 * @param bytes what {@link #encode} returned
	 * @param millis ms since the epoch by the clock of the server, 0 if not known
	 */
	static void end(byte[] bytes, long millis) {
		ByteBuffer.wrap(bytes).putLong(END, millis);
	}

	/**
	 * Read for how long a value is there.
	 * @param bytes what the key holds
	 * @param now ms since the epoch by the clock of the server
	 * @return ms until it goes away; 0 if it is not fresh, or not known to be
	 */
	static long life(byte[] bytes, long now) {
		if (bytes.length < HEADER) {
			return 0;
		}
		ByteBuffer in = ByteBuffer.wrap(bytes);
		long life = in.getLong(END) - now;
		return (life > Integer.toUnsignedLong(in.getInt(STALE))) ? life : 0;
	}

	/**
	 * Read one. Whatever the bytes are, nothing is thrown.
	 * @param bytes what the key holds
	 * @return the envelope, or {@code null} if it is not one of ours
	 */
	static @Nullable Envelope decode(byte[] bytes) {
		if (bytes.length < HEADER || bytes[0] != MAGIC || bytes[1] != FORMAT || bytes[3] != JSON) {
			return null;
		}
		int flags = bytes[2];
		if ((flags & ~(NULL | DEFLATED | TAGGED)) != 0) {
			return null;
		}
		ByteBuffer in = ByteBuffer.wrap(bytes).position(4);
		try {
			return read(flags, in);
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

	private static @Nullable Envelope read(int flags, ByteBuffer in) {
		long fingerprint = in.getLong();
		int stale = in.getInt();
		int compute = in.getInt();
		long version = in.getLong();
		long incarnation = in.getLong();
		long known = in.getLong();
		int life = in.getInt();
		in.getLong();
		List<String> tags = ((flags & TAGGED) != 0) ? tags(in) : List.of();
		boolean nothing = (flags & NULL) != 0;
		if (nothing && ((flags & DEFLATED) != 0 || in.hasRemaining())) {
			return null;
		}
		byte[] payload = new byte[in.remaining()];
		in.get(payload);
		return new Envelope(flags, fingerprint, stale, compute, life, version, incarnation, known, tags, payload);
	}

	private static List<String> tags(ByteBuffer in) {
		int count = Short.toUnsignedInt(in.getShort());
		List<String> tags = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] name = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining() + 1)];
			in.get(name);
			tags.add(new String(name, StandardCharsets.UTF_8));
		}
		return tags;
	}

	private static List<byte[]> names(List<String> tags) {
		if (tags.size() > MOST) {
			throw new IllegalArgumentException("tags must be at most " + MOST + ": " + tags.size());
		}
		List<byte[]> names = new ArrayList<>(tags.size());
		for (String tag : tags) {
			byte[] name = tag.getBytes(StandardCharsets.UTF_8);
			if (name.length > MOST) {
				throw new IllegalArgumentException("tag must have at most " + MOST + " bytes: " + name.length + " in '"
						+ tag.substring(0, 40) + "...'");
			}
			names.add(name);
		}
		return names;
	}

}
