package io.github.redispatterns.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Several application contexts in this JVM, each as separate from the others as an
 * instance of the application on another machine.
 */
public final class Instances implements AutoCloseable {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private Instances() {
	}

	/**
	 * Start instances that are alike.
	 * @param count how many
	 * @param configuration a configuration class
	 * @param properties properties of every instance, above all others in rank
	 * @return the running instances, to be closed
	 */
	public static Instances start(int count, Class<?> configuration, Map<String, ?> properties) {
		return start(configuration, Collections.nCopies(count, properties));
	}

	/**
	 * Start one instance for each set of properties.
	 * @param configuration a configuration class
	 * @param properties properties of each instance, above all others in rank
	 * @return the running instances, to be closed
	 */
	public static Instances start(Class<?> configuration, List<? extends Map<String, ?>> properties) {
		Instances instances = new Instances();
		try {
			properties.forEach((each) -> instances.contexts.add(run(WebApplicationType.NONE, configuration, each)));
			return instances;
		}
		catch (RuntimeException | Error ex) {
			instances.close();
			throw ex;
		}
	}

	static ConfigurableApplicationContext run(WebApplicationType type, Class<?> configuration,
			Map<String, ?> properties) {
		return new SpringApplicationBuilder(configuration).web(type)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false",
					"spring.main.register-shutdown-hook=false")
			.run(arguments(properties));
	}

	/**
	 * Properties as an application takes them on its command line.
	 * @param properties the properties
	 * @return {@code --name=value} of each
	 */
	public static String[] arguments(Map<String, ?> properties) {
		return properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	public int size() {
		return this.contexts.size();
	}

	public ConfigurableApplicationContext get(int index) {
		return this.contexts.get(index);
	}

	/**
	 * The bean of that type, once per instance.
	 * @param <T> the type
	 * @param type the type
	 * @return the beans in the order of the instances
	 */
	public <T> List<T> beans(Class<T> type) {
		return this.contexts.stream().map((context) -> context.getBean(type)).toList();
	}

	@Override
	public void close() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

}
