package io.github.redispatterns.cache;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Turns values into what Redis stores, and back.
 * <p>
 * Decoding never throws, whatever is found: a class changed between two versions of an
 * application that share one Redis, another application's value, garbage. Encoding
 * refuses what could not be read again.
 */
final class ValueCodec {

	private static final byte[] NOTHING = {};

	private final int compressFrom;

	private final int maxPayload;

	/**
	 * Create a codec.
	 * @param compressFrom bytes of JSON from which compression is tried
	 * @param maxPayload the most bytes of JSON
	 */
	ValueCodec(int compressFrom, int maxPayload) {
		this.compressFrom = compressFrom;
		this.maxPayload = maxPayload;
	}

	/**
	 * Encode a value.
	 * @param value the value, may be {@code null}
	 * @param type its declared type
	 * @param facts what to store beside it
	 * @return the bytes, or why there are none
	 * @throws IllegalArgumentException if a tag is too long or there are too many
	 */
	Encoding encode(@Nullable Object value, ValueType type, Facts facts) {
		if (value == null) {
			return new Encoding.Encoded(envelope(Envelope.NULL, type, facts, NOTHING).encode());
		}
		byte[] head = envelope(0, type, facts, NOTHING).encode();
		Bounded out = new Bounded(head, this.maxPayload);
		try {
			type.write(value, out);
		}
		catch (IllegalArgumentException ex) {
			return out.overflown ? new Encoding.TooLarge(this.maxPayload)
					: new Encoding.Unwritable(String.valueOf(ex.getMessage()));
		}
		byte[] bytes = out.toByteArray();
		String loss = type.loss(value, bytes, head.length);
		return (loss != null) ? new Encoding.Unwritable(loss) : smallest(bytes, head.length, type, facts);
	}

	private Encoding smallest(byte[] bytes, int head, ValueType type, Facts facts) {
		byte[] smaller = (bytes.length - head >= this.compressFrom) ? Compression.deflate(bytes, head) : null;
		return new Encoding.Encoded(
				(smaller != null) ? envelope(Envelope.DEFLATED, type, facts, smaller).encode() : bytes);
	}

	/**
	 * Decode what a key holds.
	 * @param bytes what it holds
	 * @param type the wanted type
	 * @return what it is to somebody who wants that type
	 */
	Decoding decode(byte[] bytes, ValueType type) {
		Envelope envelope = Envelope.decode(bytes);
		return (envelope != null) ? decode(envelope, type) : new Decoding.Undecodable("Not an envelope");
	}

	/**
	 * Decode the value of an envelope.
	 * @param envelope the envelope
	 * @param type the wanted type
	 * @return what it is to somebody who wants that type
	 */
	Decoding decode(Envelope envelope, ValueType type) {
		if (!type.sameName(envelope.fingerprint())) {
			return new Decoding.Foreign(envelope);
		}
		if (envelope.isNull()) {
			return new Decoding.Decoded(null, envelope);
		}
		byte[] json = envelope.isDeflated() ? Compression.inflate(envelope.payload(), this.maxPayload)
				: envelope.payload();
		if (json == null) {
			return new Decoding.Undecodable("Broken compression, or more than " + this.maxPayload + " bytes");
		}
		try {
			return new Decoding.Decoded(type.read(json), envelope);
		}
		catch (IllegalArgumentException ex) {
			return (envelope.fingerprint() != type.fingerprint()) ? new Decoding.Foreign(envelope)
					: new Decoding.Undecodable(String.valueOf(ex.getMessage()));
		}
	}

	private static Envelope envelope(int flags, ValueType type, Facts facts, byte[] payload) {
		return new Envelope(flags, type.fingerprint(), facts, payload);
	}

	/**
	 * Collects JSON behind the head, so that both are copied once. Stops a writer that
	 * writes too much before it has filled the memory.
	 */
	private static final class Bounded extends ByteArrayOutputStream {

		private static final int USUAL = 512;

		private final long most;

		private boolean overflown;

		Bounded(byte[] head, int mostJson) {
			super(head.length + USUAL);
			this.most = (long) head.length + mostJson;
			super.write(head, 0, head.length);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			if (length > this.most - this.count) {
				this.overflown = true;
				throw new IllegalStateException("More than " + this.most + " bytes");
			}
			super.write(bytes, offset, length);
		}

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

	}

}
