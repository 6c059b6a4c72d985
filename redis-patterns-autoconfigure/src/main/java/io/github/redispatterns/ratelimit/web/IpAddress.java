package io.github.redispatterns.ratelimit.web;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. It is read from its literal forms only: a name is never looked
 * up, whoever wrote it.
 * <p>
 * IPv4-mapped IPv6 addresses are the IPv4 addresses they map; zones are dropped.
 *
 * @param six whether it is an IPv6 address
 * @param high first 64 bits of an IPv6 address
 * @param low last 64 bits of an IPv6 address, or an IPv4 address
 */
record IpAddress(boolean six, long high, long low) {

	private static final int LONGEST = 64;

	private static final int GROUPS = 8;

	private static final long MAPPED = 0xFFFF;

	static @Nullable IpAddress parse(String text) {
		if (text.length() > LONGEST) {
			return null;
		}
		if (text.indexOf(':') < 0) {
			long four = four(text);
			return (four >= 0) ? new IpAddress(false, 0, four) : null;
		}
		int zone = text.indexOf('%');
		return six((zone >= 0) ? text.substring(0, zone) : text);
	}

	int bits() {
		return this.six ? 128 : 32;
	}

	/**
	 * Return the network that this address is in.
	 * @param prefix how many leading bits name the network
	 * @return the address with all other bits zero
	 */
	IpAddress network(int prefix) {
		if (!this.six) {
			return new IpAddress(false, 0, this.low & mask(prefix + 32));
		}
		return new IpAddress(true, this.high & mask(Math.min(prefix, 64)), this.low & mask(Math.max(prefix - 64, 0)));
	}

	private static long mask(int bits) {
		return (bits == 0) ? 0 : -1L << (64 - bits);
	}

	private static long four(String text) {
		long address = 0;
		int parts = 0;
		int part = -1;
		for (int i = 0; i <= text.length(); i++) {
			char c = (i < text.length()) ? text.charAt(i) : '.';
			if (c == '.') {
				if (part < 0) {
					return -1;
				}
				address = address << 8 | part;
				parts++;
				part = -1;
			}
			// a leading zero means octal to some readers and nothing to others
			else if (c < '0' || c > '9' || part == 0) {
				return -1;
			}
			else {
				part = Math.max(part, 0) * 10 + c - '0';
				if (part > 255) {
					return -1;
				}
			}
		}
		return (parts == 4) ? address : -1;
	}

	private static @Nullable IpAddress six(String text) {
		int gap = text.indexOf("::");
		if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
			return null;
		}
		List<Integer> groups = groups((gap >= 0) ? text.substring(0, gap) : text, gap < 0);
		if (groups != null && gap >= 0) {
			List<Integer> tail = groups(text.substring(gap + 2), true);
			if (tail == null || groups.size() + tail.size() >= GROUPS) {
				return null;
			}
			while (groups.size() + tail.size() < GROUPS) {
				groups.add(0);
			}
			groups.addAll(tail);
		}
		if (groups == null || groups.size() != GROUPS) {
			return null;
		}
		long high = join(groups.subList(0, 4));
		long low = join(groups.subList(4, GROUPS));
		return (high == 0 && low >>> 32 == MAPPED) ? new IpAddress(false, 0, low & 0xFFFFFFFFL)
				: new IpAddress(true, high, low);
	}

	private static @Nullable List<Integer> groups(String text, boolean last) {
		List<Integer> groups = new ArrayList<>(GROUPS);
		if (text.isEmpty()) {
			return groups;
		}
		String[] parts = text.split(":", -1);
		for (int i = 0; i < parts.length; i++) {
			if (isGroup(parts[i])) {
				groups.add(HexFormat.fromHexDigits(parts[i]));
				continue;
			}
			long four = (last && i == parts.length - 1) ? four(parts[i]) : -1;
			if (four < 0) {
				return null;
			}
			groups.add((int) (four >>> 16));
			groups.add((int) (four & 0xFFFF));
		}
		return groups;
	}

	private static boolean isGroup(String text) {
		return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(HexFormat::isHexDigit);
	}

	private static long join(List<Integer> groups) {
		long joined = 0;
		for (int group : groups) {
			joined = joined << 16 | group;
		}
		return joined;
	}

	/**
	 * Return the one text of this address (RFC 5952).
	 */
	@Override
	public String toString() {
		if (!this.six) {
			return (this.low >> 24) + "." + (this.low >> 16 & 0xFF) + "." + (this.low >> 8 & 0xFF) + "."
					+ (this.low & 0xFF);
		}
		int[] groups = new int[GROUPS];
		for (int i = 0; i < GROUPS; i++) {
			groups[i] = (int) (((i < 4) ? this.high : this.low) >>> (48 - 16 * (i % 4)) & 0xFFFF);
		}
		int start = 0;
		int length = 0;
		for (int i = 0; i < GROUPS; i++) {
			int end = i;
			while (end < GROUPS && groups[end] == 0) {
				end++;
			}
			if (end - i > length) {
				start = i;
				length = end - i;
			}
		}
		if (length < 2) {
			return text(groups, 0, GROUPS);
		}
		return text(groups, 0, start) + "::" + text(groups, start + length, GROUPS);
	}

	private static String text(int[] groups, int from, int to) {
		StringBuilder text = new StringBuilder(40);
		for (int i = from; i < to; i++) {
			text.append((i > from) ? ":" : "").append(Integer.toHexString(groups[i]));
		}
		return text.toString();
	}

}
