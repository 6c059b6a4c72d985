package io.github.redispatterns.benchmarks.harness;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the command line says: {@code --name=value}.
 *
 * @param arguments the arguments after the name of the benchmark
 */
public record Options(List<String> arguments) {

	/**
	 * Read a number.
	 * @param name name of the option
	 * @param otherwise its value if it is not given
	 * @return the number
	 */
	public int number(String name, int otherwise) {
		return values(name).map(Integer::valueOf).findFirst().orElse(otherwise);
	}

	/**
	 * Read several numbers, separated by commas.
	 * @param name name of the option
	 * @param otherwise the values if it is not given
	 * @return the numbers
	 */
	public List<Integer> numbers(String name, Integer... otherwise) {
		List<Integer> numbers = values(name).map(Integer::valueOf).toList();
		return numbers.isEmpty() ? Arrays.asList(otherwise) : numbers;
	}

	/**
	 * Whether something was selected.
	 * @param name name of the option
	 * @param value what may be selected
	 * @return whether the option is not given, or one of its values is part of it
	 */
	public boolean selects(String name, String value) {
		return values(name).findAny().isEmpty() || values(name).anyMatch(value::contains);
	}

	private Stream<String> values(String name) {
		String prefix = "--" + name + "=";
		return this.arguments.stream()
			.filter((argument) -> argument.startsWith(prefix))
			.flatMap((argument) -> Stream.of(argument.substring(prefix.length()).split(",")));
	}

}
