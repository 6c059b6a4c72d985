package io.github.redispatterns.ratelimit;

import io.github.redispatterns.KeyResolutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys are texts of strangers.
 */
interface KeyContract extends LimitsUnderTest {

	@ParameterizedTest
	@ValueSource(strings = { "{", "}", "{}", "a{b}c", "}:tat.1h", "a:b", "100%", "%7B", "%", "\u0000", "a\r\nb", "ключ",
			"鍵", "\uD83D\uDD11", "2001:db8::1", "*", " ada", "a b", "\"'\\" })
	default void countsEveryTextByItself(String key) {
		RateLimitPolicy policy = registered(Tier.of(2, HOUR), Tier.of(Algorithm.SLIDING_WINDOW, 9, MINUTE));

		assertThat(limits().tryAcquire(new Charge(policy.name(), key, 2)).allowed()).isTrue();
		assertThat(limits().tryAcquire(policy.name(), key).allowed()).isFalse();
		limits().reserve(Charge.of(policy.name(), key)).cancel();
		limits().refund(Charge.of(policy.name(), key));

		assertThat(limits().peek(policy.name(), key).quotas().get(0).remaining()).isEqualTo(1);
		assertThat(limits().peek(policy.name(), key + "x").quotas().get(0).remaining()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "a:b, a%3Ab", "{, %7B", "%, %25", "ada, Ada" })
	default void keepsTextsApartThatLookAlike(String one, String other) {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));

		assertThat(limits().tryAcquire(policy.name(), one).allowed()).isTrue();
		assertThat(limits().tryAcquire(policy.name(), other).allowed()).isTrue();
	}

	@Test
	default void keepsVeryLongTextsApart() {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));
		String text = "x".repeat(100_000);

		assertThat(limits().tryAcquire(policy.name(), text + "a").allowed()).isTrue();
		assertThat(limits().tryAcquire(policy.name(), text + "b").allowed()).isTrue();
		assertThat(limits().tryAcquire(policy.name(), text + "a").allowed()).isFalse();
		assertThat(aging().tierKeys(policy, text).get(0)).hasSizeLessThan(100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n" })
	default void refusesToCountNobody(String key) {
		RateLimitPolicy policy = registered(Tier.of(1, HOUR));

		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> limits().tryAcquire(policy.name(), key))
			.withMessageContaining(policy.name())
			.withMessageContaining("blank");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> limits().peek(policy.name(), key));
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> limits().reset(policy.name(), key));
	}

	@Test
	default void keepsPoliciesApart() {
		RateLimitPolicy one = registered(Tier.of(1, HOUR));
		RateLimitPolicy other = registered(Tier.of(1, HOUR));

		assertThat(take(one, 1)).isTrue();
		assertThat(take(other, 1)).isTrue();
	}

}
