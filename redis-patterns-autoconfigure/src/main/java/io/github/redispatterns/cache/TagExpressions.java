package io.github.redispatterns.cache;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.MethodExpression.Call;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that give tags.
 *
 * @param expressions the expressions
 */
record TagExpressions(List<MethodExpression> expressions) {

	private static final String RESULT = "result";

	static final TagExpressions NONE = new TagExpressions(List.of());

	static TagExpressions parse(String[] texts, Method method, String place) {
		return new TagExpressions(
				Arrays.stream(texts).map((text) -> MethodExpression.parse(text, method, place, RESULT)).toList());
	}

	/**
	 * Evaluate them.
	 * @param call the call
	 * @param result what it returned
	 * @return the tags, escaped
	 */
	List<String> evaluate(Call call, @Nullable Object result) {
		if (this.expressions.isEmpty()) {
			return List.of();
		}
		List<String> tags = new ArrayList<>();
		for (MethodExpression expression : this.expressions) {
			add(tags, expression.evaluate(call, Collections.singletonMap(RESULT, result)));
		}
		return CacheWriteOptions.escape(tags);
	}

	private static void add(List<String> tags, @Nullable Object value) {
		if (value instanceof Collection<?> values) {
			values.forEach((each) -> add(tags, each));
		}
		else if (value instanceof Object[] values) {
			add(tags, Arrays.asList(values));
		}
		else if (value instanceof Optional<?> optional) {
			add(tags, optional.orElse(null));
		}
		else if (value != null && !value.toString().isBlank()) {
			tags.add(value.toString());
		}
	}

}
