package io.github.redispatterns.ratelimit.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells which client a request came from.
 * <p>
 * Everybody can send a forwarding header, and each proxy appends the address it saw. So
 * the header is read from the right, only if the connection comes from a trusted proxy,
 * and only up to the first address that is not one: what stands left of it was written by
 * the client.
 */
final class ClientIp {

	private static final int MOST_HOPS = 32;

	private final List<Cidr> trusted;

	private final String header;

	private final int prefix;

	ClientIp(List<Cidr> trusted, String header, int prefix) {
		this.trusted = List.copyOf(trusted);
		this.header = header;
		this.prefix = prefix;
	}

	/**
	 * Return whose requests are counted together.
	 * @param request the request
	 * @return an IPv4 address, an IPv6 network, or {@code null} if there is no address
	 */
	@Nullable String of(HttpServletRequest request) {
		String remote = request.getRemoteAddr();
		if (remote == null || remote.isBlank()) {
			return null;
		}
		IpAddress address = IpAddress.parse(remote);
		return (address != null) ? group(client(address, request)) : remote;
	}

	private String group(IpAddress address) {
		return (address.six() && this.prefix < address.bits()) ? address.network(this.prefix) + "/" + this.prefix
				: address.toString();
	}

	private IpAddress client(IpAddress remote, HttpServletRequest request) {
		IpAddress client = remote;
		if (!isTrusted(client)) {
			return client;
		}
		for (String text : nearestHops(request)) {
			IpAddress hop = hop(text);
			if (hop == null) {
				return client;
			}
			client = hop;
			if (!isTrusted(client)) {
				return client;
			}
		}
		return client;
	}

	private List<String> nearestHops(HttpServletRequest request) {
		List<String> hops = new ArrayList<>();
		for (String line : Collections.list(request.getHeaders(this.header))) {
			for (String hop : line.split(",")) {
				if (!hop.isBlank()) {
					hops.add(hop.strip());
				}
			}
		}
		Collections.reverse(hops);
		return hops.subList(0, Math.min(hops.size(), MOST_HOPS));
	}

	private boolean isTrusted(IpAddress address) {
		for (Cidr network : this.trusted) {
			if (network.contains(address)) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable IpAddress hop(String text) {
		// with a port an IPv6 address has brackets, or its end would be unknown
		if (text.charAt(0) == '[') {
			int end = text.indexOf(']');
			boolean six = end > 0 && text.substring(1, end).indexOf(':') >= 0;
			return (six && text.substring(end + 1).matches("(:[0-9]{1,5})?")) ? IpAddress.parse(text.substring(1, end))
					: null;
		}
		int colon = text.indexOf(':');
		boolean port = colon > 0 && text.indexOf('.') > 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
		return IpAddress.parse(port ? text.substring(0, colon) : text);
	}

}
