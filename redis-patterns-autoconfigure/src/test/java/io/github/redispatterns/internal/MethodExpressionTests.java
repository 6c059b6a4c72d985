package io.github.redispatterns.internal;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MethodExpressionTests {

	private static final String PLACE = "@RateLimited(key) on Shop.order()";

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory(
			new HashMap<>(Map.of("tenants", new Tenants())));

	@ParameterizedTest
	@CsvSource({ "#id, 42", "#p0, 42", "#a0, 42", "#customer.name, ada", "#p1.name, ada", "'''fixed''', fixed",
			"'#customer.name + ''-'' + #id', ada-42", "#root.method.name, order", "#root.target.city, London",
			"@tenants.current(), acme", "'#id ?: ''none''', 42" })
	void evaluatesOverTheArguments(String text, String expected) {
		assertThat(parse(text).evaluateKey(call("42", new Customer("ada")))).isEqualTo(expected);
	}

	@Test
	void aCollectionOrAnArrayGivesSeveralKeys() {
		Call call = call("42", new Customer("ada"));

		assertThat(parse("{#id, 'b', #id}").evaluateKeys(call)).containsExactly("42", "b");
		assertThat(parse("new String[] {'a', #id}").evaluateKeys(call)).containsExactly("a", "42");
		assertThat(parse("#id").evaluateKeys(call)).containsExactly("42");
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> parse("new java.util.ArrayList()").evaluateKeys(call))
			.withMessageContaining("gave nothing");
		assertThatExceptionOfType(KeyResolutionException.class).isThrownBy(() -> parse("{#id, ' '}").evaluateKeys(call))
			.withMessageContaining("gave a blank text");
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> parse("{#id, null}").evaluateKeys(call))
			.withMessageContaining("gave null");
	}

	@Test
	void evaluatesExtraVariables() {
		MethodExpression expression = MethodExpression.parse("#error != null", order(), PLACE, "error");
		Map<String, Object> failed = new HashMap<>();
		failed.put("error", new IllegalStateException());
		Map<String, Object> succeeded = new HashMap<>();
		succeeded.put("error", null);

		assertThat(expression.evaluate(call("42", new Customer("ada")), failed)).isEqualTo(true);
		assertThat(expression.evaluate(call("42", new Customer("ada")), succeeded)).isEqualTo(false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "#first", "#p0", "#p1", "#a1", "#root", "#a0" })
	void readsAPlainParameterAsSpelDoes(String text) {
		Method method = ReflectionUtils.findMethod(Shop.class, "misleading", (Class<?>[]) null);
		Call call = new Call(method, new Shop(), new Object[] { "one", "two", "three", "four" }, this.beans);

		Object fast = MethodExpression.parse(text, method, PLACE).evaluate(call, Map.of());

		assertThat(fast).isEqualTo(MethodExpression.parse("(" + text + ")", method, PLACE).evaluate(call, Map.of()));
	}

	@Test
	void refusesWhatIsNoExpression() {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> parse("#id +"))
			.withMessageContaining(PLACE)
			.withMessageContaining("is not a SpEL expression: \"#id +\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#idd", "#customer.name + #idd", "#p2", "{#idd}", "#id.concat(#idd)" })
	void refusesUnknownParametersAndSaysWhichAreKnown(String text) {
		assertThatExceptionOfType(PatternConfigurationException.class).isThrownBy(() -> parse(text))
			.withMessageContaining(PLACE)
			.withMessageContaining("is no parameter of the method")
			.withMessageContaining("Known are #id, #customer, #p0");
	}

	@Test
	void saysThatParameterNamesWereNotCompiled() {
		Class<?> type = CompiledClass.withoutParameterNames("app.Shop", """
				package app;
				public class Shop {
					public void order(String id) {
					}
				}""");
		Method order = ReflectionUtils.findMethod(type, "order", String.class);

		assertThatExceptionOfType(PatternConfigurationException.class)
			.isThrownBy(() -> MethodExpression.parse("#id", order, PLACE))
			.withMessageContaining("compiled without -parameters")
			.withMessageContaining("#p0");
		assertThat(MethodExpression.parse("#p0", order, PLACE)
			.evaluateKey(new Call(order, null, new Object[] { "42" }, this.beans))).isEqualTo("42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#id", "#customer.name" })
	void aMissingKeyIsNeverTheTextNull(String text) {
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> parse(text).evaluateKey(call(null, new Customer(null))))
			.withMessageContaining(PLACE)
			.withMessageContaining("gave null");
	}

	@Test
	void aBlankKeyNamesNothing() {
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> parse("#id").evaluateKey(call("  ", new Customer("ada"))))
			.withMessageContaining("a blank text");
	}

	@Test
	void saysWhichExpressionFailed() {
		assertThatExceptionOfType(KeyResolutionException.class)
			.isThrownBy(() -> parse("#customer.name").evaluateKey(call("42", null)))
			.withMessageContaining(PLACE)
			.withMessageContaining("#customer.name");
	}

	private static MethodExpression parse(String text) {
		return MethodExpression.parse(text, order(), PLACE);
	}

	private static Method order() {
		return ReflectionUtils.findMethod(Shop.class, "order", String.class, Customer.class);
	}

	private Call call(String id, Customer customer) {
		return new Call(order(), new Shop(), new Object[] { id, customer }, this.beans);
	}

	/**
	 * Somebody who orders.
	 *
	 * @param name the name
	 */
	public record Customer(String name) {
	}

	public static final class Shop {

		public String getCity() {
			return "London";
		}

		public void order(String id, Customer customer) {
		}

		public void misleading(String p1, String first, String a0, String root) {
		}

	}

	public static final class Tenants {

		public String current() {
			return "acme";
		}

	}

}
