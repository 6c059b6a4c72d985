package io.github.redispatterns.ratelimit.web;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redispatterns.internal.Require;
import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.Charge;

import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A rule that is ready to be matched.
 *
 * @param name name of the rule, for logs
 * @param paths patterns of paths
 * @param methods names of methods; empty for all
 * @param by whose requests are counted together
 * @param policy name of the policy
 * @param cost how much a request takes
 */
record HttpRule(String name, List<PathPattern> paths, Set<String> methods, By by, String policy, long cost) {

	static HttpRule of(RateLimitHttpProperties.Rule rule, String place) {
		Set<String> methods = rule.methods().stream().map(Enum::name).collect(Collectors.toSet());
		if (rule.methods().contains(RequestMethod.GET)) {
			// a HEAD request runs the method that is mapped to GET
			methods.add(RequestMethod.HEAD.name());
		}
		return new HttpRule((rule.id() != null) ? rule.id() : place,
				rule.paths().stream().map(PathPatternParser.defaultInstance::parse).toList(), Set.copyOf(methods),
				rule.by(), Objects.requireNonNull(rule.policy()), rule.cost());
	}

	static void check(RateLimitHttpProperties.Rule rule, String place) {
		Require.that(rule.id() == null || !rule.id().isBlank(), place + ".id", rule.id(), "a text that is not blank");
		Require.that(!rule.paths().isEmpty(), place + ".paths", rule.paths(), "at least one pattern such as /api/**");
		for (int i = 0; i < rule.paths().size(); i++) {
			checkPath(rule.paths().get(i), place + ".paths[" + i + "]");
		}
		Require.text(rule.policy(), place + ".policy");
		Require.that(rule.cost() >= 1, place + ".cost", rule.cost(), "1 or more");
	}

	private static void checkPath(String path, String place) {
		Require.that(path.startsWith("/"), place, path, "a pattern that begins with a slash, such as /api/**");
		try {
			PathPatternParser.defaultInstance.parse(path);
		}
		catch (PatternParseException ex) {
			Require.that(false, place, path,
					"a pattern such as /api/** or /orders/{id}; %s".formatted(ex.getMessage()));
		}
	}

	boolean matches(String method, PathContainer path) {
		if (!this.methods.isEmpty() && !this.methods.contains(method)) {
			return false;
		}
		for (PathPattern pattern : this.paths) {
			if (pattern.matches(path)) {
				return true;
			}
		}
		return false;
	}

	Charge charge(String key) {
		return new Charge(this.policy, key, this.cost);
	}

}
