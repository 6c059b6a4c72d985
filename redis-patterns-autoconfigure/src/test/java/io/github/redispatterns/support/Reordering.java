package io.github.redispatterns.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a server pushes over one connection, on its way to a subscriber: some messages of
 * a channel are overtaken by later ones, and some come a second time.
 * <p>
 * What was held back goes out after a later message, so a channel on which nothing
 * follows keeps it. Messages are recognised, by the second version of the protocol, where
 * what the server wrote at once begins with one; everything else passes as it is.
 */
final class Reordering {

	private static final byte[] NOTHING = new byte[0];

	private final OutputStream out;

	private final Supplier<@Nullable Terms> terms;

	private final List<Held> held = new ArrayList<>();

	private byte[] begun = NOTHING;

	Reordering(OutputStream out, Supplier<@Nullable Terms> terms) {
		this.out = out;
		this.terms = terms;
	}

	void write(byte[] buffer, int count) throws IOException {
		Terms current = this.terms.get();
		if (current == null) {
			this.out.write(this.begun);
			this.out.write(buffer, 0, count);
			this.begun = NOTHING;
			this.held.clear();
			return;
		}
		byte[] bytes = Arrays.copyOf(this.begun, this.begun.length + count);
		System.arraycopy(buffer, 0, bytes, this.begun.length, count);
		int from = 0;
		for (int to = current.end(bytes, from); to > 0; to = current.end(bytes, from)) {
			pass(Arrays.copyOfRange(bytes, from, to), current);
			from = to;
		}
		if (current.mayBegin(bytes, from)) {
			this.begun = Arrays.copyOfRange(bytes, from, bytes.length);
			release(System.nanoTime());
		}
		else {
			this.begun = NOTHING;
			this.out.write(bytes, from, bytes.length - from);
		}
	}

	private void pass(byte[] message, Terms current) throws IOException {
		int dice = current.random().nextInt(8);
		if (dice > 1) {
			this.out.write(message);
		}
		if (dice < 3) {
			long due = System.nanoTime() + (long) (current.random().nextDouble() * current.longest().toNanos());
			this.held.add(new Held(message, due));
		}
	}

	// never in the middle of something else
	private void release(long now) throws IOException {
		for (Iterator<Held> it = this.held.iterator(); it.hasNext();) {
			Held each = it.next();
			if (each.due <= now) {
				this.out.write(each.message);
				it.remove();
			}
		}
	}

	/**
	 * What is done to which messages.
	 *
	 * @param start what each of them begins with
	 * @param longest how long one is held back
	 * @param random decides which
	 */
	record Terms(byte[] start, Duration longest, Random random) {

		static Terms of(String channel, Duration longest, Random random) {
			String start = "*3\r\n$7\r\nmessage\r\n$%d\r\n%s\r\n$".formatted(channel.length(), channel);
			return new Terms(start.getBytes(StandardCharsets.ISO_8859_1), longest, random);
		}

		private boolean mayBegin(byte[] bytes, int from) {
			int length = Math.min(this.start.length, bytes.length - from);
			return Arrays.equals(bytes, from, from + length, this.start, 0, length);
		}

		/**
		 * Return where a message ends, -1 if there is none or not all of it.
		 */
		private int end(byte[] bytes, int from) {
			if (bytes.length - from < this.start.length || !mayBegin(bytes, from)) {
				return -1;
			}
			int length = 0;
			for (int i = from + this.start.length; i < bytes.length; i++) {
				if (bytes[i] == '\n') {
					int end = i + 1 + length + 2;
					return (end <= bytes.length) ? end : -1;
				}
				if (bytes[i] != '\r') {
					length = 10 * length + bytes[i] - '0';
				}
			}
			return -1;
		}

	}

	private record Held(byte[] message, long due) {
	}

}
