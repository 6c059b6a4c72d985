package io.github.redispatterns.ratelimit.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CidrTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.0.0.0/8", "10.1.2.3/8, 10.0.0.0/8", "10.1.2.3, 10.1.2.3/32", "0.0.0.0/0, 0.0.0.0/0",
			"::1, ::1/128", "fd00::/8, fd00::/8", "FD12:3456::1/8, fd00::/8", "::/0, ::/0",
			"::ffff:10.0.0.0/104, 10.0.0.0/8", "::ffff:10.1.2.3, 10.1.2.3/32" })
	void isReadFromItsText(String text, String cidr) {
		assertThat(Cidr.parse(text)).hasToString(cidr);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/+8",
			"10.0.0.0/8/8", "10.0.0/8", "::/129", "::1/ 64", "fe80::1%eth0", "::ffff:10.0.0.0/95", "localhost",
			"proxy.example.com/32", "10.0.0.0/255.0.0.0" })
	void isNothingElse(String text) {
		assertThat(Cidr.parse(text)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.255.255, true", "10.0.0.0/8, 11.0.0.0, false", "10.0.0.0/31, 10.0.0.1, true",
			"10.0.0.0/31, 10.0.0.2, false", "10.1.2.3, 10.1.2.3, true", "10.1.2.3, 10.1.2.4, false",
			"10.0.0.0/8, ::ffff:10.1.2.3, true", "0.0.0.0/0, 203.0.113.7, true", "0.0.0.0/0, ::1, false",
			"::/0, 203.0.113.7, false", "::/0, 2001:db8::1, true", "2001:db8::/32, 2001:db8:ffff::1, true",
			"2001:db8::/32, 2001:db9::1, false", "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
			"2001:db8::/65, 2001:db8::8000:0:0:0, false" })
	void containsTheAddressesOfItsNetwork(String cidr, String address, boolean contained) {
		assertThat(Cidr.of(cidr).contains(IpAddress.parse(address))).isEqualTo(contained);
	}

}
