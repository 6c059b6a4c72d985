package io.github.redispatterns.house;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Something that every class of ours must keep.
 */
@FunctionalInterface
interface Rule {

	/**
	 * Find what a class does against the rule.
	 * @param type the class
	 * @return one sentence for each problem
	 */
	Stream<String> problems(JavaClass type);

	static Stream<String> unless(boolean kept, String problem) {
		return kept ? Stream.empty() : Stream.of(problem);
	}

	/**
	 * Apply the rule.
	 * @param classes what to look at
	 * @return every problem once, sorted
	 */
	default List<String> check(JavaClasses classes) {
		return classes.stream().filter(House::isOurs).flatMap(this::problems).distinct().sorted().toList();
	}

	/**
	 * Apply the rule to the main code.
	 * @return every problem once, sorted
	 */
	default List<String> check() {
		return check(House.classes());
	}

}
