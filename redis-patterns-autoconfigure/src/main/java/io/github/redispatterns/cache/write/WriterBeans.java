package io.github.redispatterns.cache.write;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

import io.github.redispatterns.internal.Require;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The writers of the application.
 */
final class WriterBeans {

	private final ConfigurableListableBeanFactory beans;

	WriterBeans(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Find the writer of a cache.
	 * @param settings how the cache writes
	 * @return the writer
	 */
	BoundWriter of(WriteSettings settings) {
		String name = name(settings);
		CacheWriter<?, ?> writer = this.beans.getBean(name, CacheWriter.class);
		ResolvableType type = type(name, writer);
		for (int i = 0; i < 2; i++) {
			Require.that(!type.getGeneric(i).hasUnresolvableGenerics() && type.getGeneric(i).resolve() != null,
					settings.place("writer"), name, "a bean that declares the types of CacheWriter<K, V>");
		}
		return new BoundWriter(settings.cache(), writer, resolved(type.getGeneric(0)), resolved(type.getGeneric(1)));
	}

	// a factory method may say more than the class, which may be a proxy or a lambda
	private ResolvableType type(String name, CacheWriter<?, ?> writer) {
		ResolvableType type = ResolvableType.forInstance(writer).as(CacheWriter.class);
		if (type.resolveGeneric(0) != null || !this.beans.containsBeanDefinition(name)) {
			return type;
		}
		return this.beans.getMergedBeanDefinition(name).getResolvableType().as(CacheWriter.class);
	}

	// without the variables of types between the writer's class and CacheWriter
	private static Type resolved(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (!type.hasGenerics()) {
			return raw;
		}
		ResolvableType[] arguments = Arrays.stream(type.getGenerics())
			.map((argument) -> ResolvableType.forType(resolved(argument)))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(raw, arguments).getType();
	}

	private String name(WriteSettings settings) {
		List<String> all = Arrays.asList(this.beans.getBeanNamesForType(CacheWriter.class));
		String named = settings.writer();
		if (named != null) {
			Require.that(all.contains(named), settings.place("writer"), named, "one of the CacheWriter beans " + all);
			return named;
		}
		List<String> fitting = all.stream()
			.filter((name) -> this.beans.getBean(name, CacheWriter.class).cache().equals(settings.cache()))
			.toList();
		Require.that(fitting.size() == 1, settings.place("writer"), null,
				"one of the CacheWriter beans %s, because %s of them name the cache '%s'".formatted(all,
						fitting.isEmpty() ? "none" : fitting, settings.cache()));
		return fitting.get(0);
	}

}
