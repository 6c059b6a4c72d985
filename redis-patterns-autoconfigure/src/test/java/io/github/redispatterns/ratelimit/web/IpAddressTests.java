package io.github.redispatterns.ratelimit.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IpAddressTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			0.0.0.0,                                 0.0.0.0
			203.0.113.7,                             203.0.113.7
			255.255.255.255,                         255.255.255.255
			::,                                      ::
			::1,                                     ::1
			1::,                                     1::
			2001:db8::1,                             2001:db8::1
			2001:DB8:0:0:0:0:2:1,                    2001:db8::2:1
			2001:db8:0:1:1:1:1:1,                    2001:db8:0:1:1:1:1:1
			2001:0:0:1:0:0:0:1,                      2001:0:0:1::1
			2001:db8:0:0:1:0:0:1,                    2001:db8::1:0:0:1
			2001:0db8:0000:0000:0000:ff00:0042:8329, 2001:db8::ff00:42:8329
			::1:2:3:4:5:6:7,                         0:1:2:3:4:5:6:7
			1:2:3:4:5:6:7::,                         1:2:3:4:5:6:7:0
			fe80::1%eth0,                            fe80::1
			::ffff:203.0.113.7,                      203.0.113.7
			0:0:0:0:0:FFFF:cb00:7107,                203.0.113.7
			64:ff9b::203.0.113.7,                    64:ff9b::cb00:7107
			1:2:3:4:5:6:203.0.113.7,                 1:2:3:4:5:6:cb00:7107
			""")
	void hasOneText(String literal, String text) {
		IpAddress address = IpAddress.parse(literal);
		assertThat(address).hasToString(text);
		assertThat(IpAddress.parse(text)).isEqualTo(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "example.com", "1", "1.2", "1.2.3", "1.2.3.", "1.2.3.4.5",
			"1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.-4", "1.2.3.+4", "0x1.2.3.4", "1..2.3", "1.2.3.4 ", "٣.2.3.4",
			":", ":::", "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "::1::", "1:2:3:4::5:6:7:8", "12345::",
			"g::", "::+1", "1.2.3.4::", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", ":1:2:3:4:5:6:7", "[::1]",
			"unknown", "_hidden" })
	void isNeverGuessedOrLookedUp(String text) {
		assertThat(IpAddress.parse(text)).isNull();
	}

	@Test
	void isNotReadFromTextsThatAreTooLong() {
		assertThat(IpAddress.parse("::1%" + "x".repeat(60))).isNotNull();
		assertThat(IpAddress.parse("::1%" + "x".repeat(61))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 32, 203.0.113.7", "203.0.113.7, 24, 203.0.113.0", "203.0.113.7, 0, 0.0.0.0",
			"2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::",
			"2001:db8:1:2:3:4:5:6, 56, 2001:db8:1::", "2001:db8:1:2ff:3:4:5:6, 56, 2001:db8:1:200::",
			"2001:db8:1:2:3:4:5:6, 80, 2001:db8:1:2:3::", "2001:db8:1:2:3:4:5:6, 0, ::" })
	void hasANetwork(String address, int prefix, String network) {
		assertThat(IpAddress.parse(address).network(prefix)).hasToString(network);
	}

}
