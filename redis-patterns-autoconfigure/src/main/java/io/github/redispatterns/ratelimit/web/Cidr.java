package io.github.redispatterns.ratelimit.web;

import org.jspecify.annotations.Nullable;

/**
 * A network of addresses, written as {@code 10.0.0.0/8}, {@code fd00::/8} or as the
 * single address it consists of.
 *
 * @param network its first address
 * @param prefix how many leading bits its addresses share
 */
record Cidr(IpAddress network, int prefix) {

	private static final int MAPPED = 96;

	static Cidr of(String text) {
		Cidr cidr = parse(text);
		if (cidr == null) {
			throw new IllegalArgumentException("'" + text + "' is not a network");
		}
		return cidr;
	}

	static @Nullable Cidr parse(String text) {
		int slash = text.indexOf('/');
		String literal = (slash < 0) ? text : text.substring(0, slash);
		IpAddress address = IpAddress.parse(literal);
		if (address == null || literal.indexOf('%') >= 0) {
			return null;
		}
		if (slash < 0) {
			return new Cidr(address, address.bits());
		}
		String length = text.substring(slash + 1);
		if (!length.matches("0|[1-9][0-9]{0,2}")) {
			return null;
		}
		boolean mapped = !address.six() && literal.indexOf(':') >= 0;
		int prefix = Integer.parseInt(length) - (mapped ? MAPPED : 0);
		return (prefix >= 0 && prefix <= address.bits()) ? new Cidr(address.network(prefix), prefix) : null;
	}

	boolean contains(IpAddress address) {
		return address.six() == this.network.six() && address.network(this.prefix).equals(this.network);
	}

	@Override
	public String toString() {
		return this.network + "/" + this.prefix;
	}

}
