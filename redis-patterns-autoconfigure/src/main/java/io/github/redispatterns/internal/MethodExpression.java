package io.github.redispatterns.internal;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.redispatterns.KeyResolutionException;
import io.github.redispatterns.PatternConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * A SpEL expression over the arguments of one method, parsed and checked once.
 * <p>
 * {@code #name}, {@code #p0}, {@code #root.method}, {@code #root.target} and
 * {@code @bean} are understood. A plain parameter reference is read without SpEL.
 */
public final class MethodExpression {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final String place;

	private final SpelExpression expression;

	private final int argument;

	private MethodExpression(String place, SpelExpression expression, int argument) {
		this.place = place;
		this.expression = expression;
		this.argument = argument;
	}

	/**
	 * Parse an expression and check that the variables in it exist.
	 * @param text the expression
	 * @param method the method over whose arguments it is evaluated
	 * @param place the annotation attribute it comes from, for messages
	 * @param extra names of further variables that will be given
	 * @return the expression
	 */
	public static MethodExpression parse(String text, Method method, String place, String... extra) {
		SpelExpression expression;
		try {
			expression = (SpelExpression) PARSER.parseExpression(text);
		}
		catch (ParseException ex) {
			throw new PatternConfigurationException(place, "is not a SpEL expression: \"" + text + "\"",
					ex.getMessage() + ".");
		}
		List<String> parameters = parameters(method);
		Set<String> known = known(method, parameters, extra);
		check(expression.getAST(), known, text, place, parameters.isEmpty() && method.getParameterCount() > 0);
		return new MethodExpression(place, expression, argument(text, method, parameters));
	}

	/**
	 * Evaluate over one call.
	 * @param call the call
	 * @param variables values of the extra variables
	 * @return the value
	 */
	public @Nullable Object evaluate(Call call, Map<String, @Nullable Object> variables) {
		if (this.argument >= 0) {
			return call.arguments()[this.argument];
		}
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(call, call.method(), call.arguments(),
				NAMES);
		context.setBeanResolver(new BeanFactoryResolver(call.beans()));
		variables.forEach(context::setVariable);
		try {
			return this.expression.getValue(context);
		}
		catch (RuntimeException ex) {
			throw new KeyResolutionException("%s could not evaluate \"%s\": %s".formatted(this.place,
					this.expression.getExpressionString(), ex.getMessage()), ex);
		}
	}

	/**
	 * Evaluate to the text of a key.
	 * @param call the call
	 * @return a text that is not blank
	 * @throws KeyResolutionException if the value is missing or blank
	 */
	public String evaluateKey(Call call) {
		return key(evaluate(call, Map.of()));
	}

	/**
	 * Evaluate to the texts of keys: one, or those of a collection or an array.
	 * @param call the call
	 * @return texts that are not blank, at least one, none twice
	 * @throws KeyResolutionException if a value is missing or blank
	 */
	public List<String> evaluateKeys(Call call) {
		Object value = evaluate(call, Map.of());
		if (value instanceof Object[] array) {
			value = Arrays.asList(array);
		}
		if (!(value instanceof Collection<?> values)) {
			return List.of(key(value));
		}
		if (values.isEmpty()) {
			throw new KeyResolutionException("%s: \"%s\" gave nothing, which names nothing".formatted(this.place,
					this.expression.getExpressionString()));
		}
		return values.stream().map(this::key).distinct().toList();
	}

	private String key(@Nullable Object given) {
		Object value = given;
		if (value instanceof Optional<?> optional) {
			value = optional.orElse(null);
		}
		String text = (value != null) ? value.toString() : null;
		if (text == null || text.isBlank()) {
			throw new KeyResolutionException("%s: \"%s\" gave %s, which names nothing".formatted(this.place,
					this.expression.getExpressionString(), (text != null) ? "a blank text" : "null"));
		}
		return text;
	}

	private static List<String> parameters(Method method) {
		@Nullable String @Nullable [] names = NAMES.getParameterNames(method);
		return (names != null) ? Arrays.stream(names).map(String::valueOf).toList() : List.of();
	}

	private static Set<String> known(Method method, List<String> parameters, String[] extra) {
		Set<String> known = new LinkedHashSet<>(parameters);
		for (int i = 0; i < method.getParameterCount(); i++) {
			known.add("p" + i);
			known.add("a" + i);
		}
		known.addAll(Arrays.asList(extra));
		known.add("root");
		known.add("this");
		return known;
	}

	private static void check(SpelNode node, Set<String> known, String text, String place, boolean namesLost) {
		if (node instanceof VariableReference && !known.contains(node.toStringAST().substring(1))) {
			String advice = namesLost
					? "The class was compiled without -parameters: compile with it, or write #p0 for the first one."
					: "Known are #" + String.join(", #", known) + ".";
			throw new PatternConfigurationException(place,
					"uses %s in \"%s\", which is no parameter of the method".formatted(node.toStringAST(), text),
					advice);
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), known, text, place, namesLost);
		}
	}

	private static int argument(String text, Method method, List<String> parameters) {
		// what SpEL would find: among equal names the last one wins
		String name = text.startsWith("#") ? text.substring(1) : "";
		int index = -1;
		for (int i = 0; i < method.getParameterCount() && !name.equals("root") && !name.equals("this"); i++) {
			boolean named = i < parameters.size() && name.equals(parameters.get(i));
			index = (named || name.equals("p" + i) || name.equals("a" + i)) ? i : index;
		}
		return index;
	}

	/**
	 * One call of an advised method; also the root object of expressions.
	 *
	 * @param method the method of the target class
	 * @param target the object it is called on
	 * @param arguments what it is called with
	 * @param beans where {@code @bean} is looked up
	 */
	public record Call(Method method, @Nullable Object target, @Nullable Object[] arguments, BeanFactory beans) {
	}

}
