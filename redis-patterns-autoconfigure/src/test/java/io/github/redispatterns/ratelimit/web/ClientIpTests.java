package io.github.redispatterns.ratelimit.web;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ClientIpTests {

	private static final String HEADER = "X-Forwarded-For";

	private final ClientIp clientIp = new ClientIp(
			Stream.of("10.0.0.0/8", "fd00::/8", "192.0.2.1").map(Cidr::of).toList(), HEADER, 64);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			# the connection tells
			203.0.113.7           | -                                    | 203.0.113.7
			203.0.113.7           | 198.51.100.1                         | 203.0.113.7
			10.0.0.1              | -                                    | 10.0.0.1
			2001:db8:1:2:3:4:5:6  | -                                    | 2001:db8:1:2::/64
			2001:DB8:1:2:0:0:0:9  | -                                    | 2001:db8:1:2::/64
			::ffff:203.0.113.7    | -                                    | 203.0.113.7
			fe80::1%eth0          | -                                    | fe80::/64
			# a trusted proxy tells, from the right
			10.0.0.1              | 198.51.100.1                         | 198.51.100.1
			::ffff:10.0.0.1       | 198.51.100.1                         | 198.51.100.1
			192.0.2.1             | 198.51.100.1                         | 198.51.100.1
			10.0.0.1              | 198.51.100.1, 10.0.0.2, fd00::1      | 198.51.100.1
			10.0.0.1              | 10.9.9.9, 10.0.0.2                   | 10.9.9.9
			10.0.0.1              | 2001:db8:1:2:3:4:5:6                 | 2001:db8:1:2::/64
			# what the client wrote itself is not believed
			10.0.0.1              | 1.1.1.1, 198.51.100.1                | 198.51.100.1
			10.0.0.1              | 10.0.0.9, 198.51.100.1, 10.0.0.2     | 198.51.100.1
			10.0.0.1              | 127.0.0.1, ::1, 198.51.100.1         | 198.51.100.1
			10.0.0.1              | junk, 198.51.100.1                   | 198.51.100.1
			# ports and brackets
			10.0.0.1              | 198.51.100.1:4711                    | 198.51.100.1
			10.0.0.1              | [2001:db8:1:2::9]                    | 2001:db8:1:2::/64
			10.0.0.1              | [2001:db8:1:2::9]:443                | 2001:db8:1:2::/64
			10.0.0.1              | [::ffff:198.51.100.1]:443            | 198.51.100.1
			# garbage ends the search at the last good hop
			10.0.0.1              | unknown                              | 10.0.0.1
			10.0.0.1              | 198.51.100.1, unknown, 10.0.0.2      | 10.0.0.2
			10.0.0.1              | 198.51.100.1, localhost, 10.0.0.2    | 10.0.0.2
			10.0.0.1              | 198.51.100.1:                        | 10.0.0.1
			10.0.0.1              | 198.51.100.1:x                       | 10.0.0.1
			10.0.0.1              | 198.51.100.1:123456                  | 10.0.0.1
			10.0.0.1              | [198.51.100.1]                       | 10.0.0.1
			10.0.0.1              | [2001:db8::1                         | 10.0.0.1
			10.0.0.1              | [2001:db8::1]x                       | 10.0.0.1
			10.0.0.1              | []                                   | 10.0.0.1
			10.0.0.1              | 198.51.100.1 198.51.100.2            | 10.0.0.1
			# nothing between commas is nobody
			10.0.0.1              | 198.51.100.1, , 10.0.0.2,            | 198.51.100.1
			10.0.0.1              | ,                                    | 10.0.0.1
			""")
	void isTheNearestHopThatIsNotTrusted(String remote, String header, String client) {
		assertThat(this.clientIp.of(request(remote, (header != null) ? new String[] { header } : new String[0])))
			.isEqualTo(client);
	}

	@Test
	void readsLinesOfTheHeaderAsOneList() {
		assertThat(this.clientIp.of(request("10.0.0.1", "1.1.1.1", "198.51.100.1, 10.0.0.3", "10.0.0.2")))
			.isEqualTo("198.51.100.1");
	}

	@Test
	void looksNoFurtherThanThirtyTwoHops() {
		assertThat(this.clientIp.of(request("10.0.0.1", "198.51.100.1" + ", 10.0.0.2".repeat(31))))
			.isEqualTo("198.51.100.1");
		assertThat(this.clientIp.of(request("10.0.0.1", "198.51.100.1" + ", 10.0.0.2".repeat(32))))
			.isEqualTo("10.0.0.2");
	}

	@Test
	void doesNotReadHopsThatAreTooLong() {
		assertThat(this.clientIp.of(request("10.0.0.1", "1".repeat(100_000)))).isEqualTo("10.0.0.1");
	}

	@Test
	void believesNobodyByDefault() {
		ClientIp trusting = new ClientIp(List.of(), HEADER, 64);
		assertThat(trusting.of(request("10.0.0.1", "198.51.100.1"))).isEqualTo("10.0.0.1");
	}

	@Test
	void readsTheHeaderItIsTold() {
		ClientIp cloud = new ClientIp(List.of(Cidr.of("10.0.0.0/8")), "X-Real-IP", 64);
		MockHttpServletRequest request = request("10.0.0.1", "1.1.1.1");
		request.addHeader("x-real-ip", "198.51.100.1");
		assertThat(cloud.of(request)).isEqualTo("198.51.100.1");
	}

	@ParameterizedTest
	@CsvSource({ "128, 2001:db8:1:2:3:4:5:6", "56, 2001:db8:1::/56", "48, 2001:db8:1::/48" })
	void groupsIpv6ByThePrefixItIsTold(int prefix, String client) {
		assertThat(new ClientIp(List.of(), HEADER, prefix).of(request("2001:db8:1:2:3:4:5:6"))).isEqualTo(client);
	}

	@Test
	void isNobodyWithoutAnAddress() {
		assertThat(this.clientIp.of(request(""))).isNull();
	}

	@Test
	void isWhatTheContainerSaysWhereThatIsNoAddress() {
		assertThat(this.clientIp.of(request("unix:/run/app.sock", "198.51.100.1"))).isEqualTo("unix:/run/app.sock");
	}

	private static MockHttpServletRequest request(String remote, String... headers) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setRemoteAddr(remote);
		Stream.of(headers).forEach((header) -> request.addHeader(HEADER, header));
		return request;
	}

}
