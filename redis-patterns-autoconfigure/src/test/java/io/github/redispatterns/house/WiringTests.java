package io.github.redispatterns.house;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Auto-configuration is reached through one sorted list, shows nothing, and names only
 * classes that exist.
 */
class WiringTests {

	private static final String IMPORTS = "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	private static final Set<String> SCANNED = Set.of("org.springframework.stereotype.Component",
			"org.springframework.stereotype.Service", "org.springframework.stereotype.Repository",
			"org.springframework.stereotype.Controller", "org.springframework.context.annotation.ComponentScan");

	/** Attributes that hold names of classes. */
	private static final Map<String, List<String>> CLASS_NAMES = Map.of("AutoConfiguration",
			List.of("afterName", "beforeName"), "AutoConfigureAfter", List.of("name"), "AutoConfigureBefore",
			List.of("name"), "ConditionalOnClass", List.of("name"), "ConditionalOnBean", List.of("type"),
			"ConditionalOnMissingBean", List.of("type", "ignoredType"));

	private static final Rule CLOSED = (
			type) -> Stream
				.concat(Rule.unless(type.getModifiers().containsAll(Set.of(JavaModifier.PUBLIC, JavaModifier.FINAL)),
						type.getName() + " must be public and final"),
						type.getMembers()
							.stream()
							.filter((member) -> isPublic(member) && !member.getName().equals("<init>"))
							.map((member) -> member.getFullName() + " must not be public"))
				.filter((problem) -> isWiring(type));

	private static final Rule NAMED_CLASSES_EXIST = (type) -> annotations(type).flatMap(WiringTests::classNames)
		.filter((name) -> !ClassUtils.isPresent(name, null))
		.map((name) -> type.getName() + " names the class " + name + ", which does not exist");

	private static final Rule NO_SCAN = (type) -> type.getAnnotations()
		.stream()
		.map((annotation) -> annotation.getRawType().getName())
		.filter(SCANNED::contains)
		.map((name) -> type.getName() + " has @" + name);

	private static final Rule NO_INJECTION_INTO_FIELDS = (type) -> type.getMembers()
		.stream()
		.flatMap((member) -> member.getAnnotations().stream().map((annotation) -> annotation.getRawType().getName()))
		.filter(Set.of("org.springframework.beans.factory.annotation.Autowired",
				"org.springframework.beans.factory.annotation.Value", "jakarta.annotation.PostConstruct",
				"jakarta.annotation.PreDestroy", "jakarta.annotation.Resource", "jakarta.inject.Inject")::contains)
		.map((name) -> type.getName() + " has a member with @" + name);

	private static final Rule SETTINGS_ARE_RECORDS = (type) -> Rule
		.unless(!type.isAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
				|| type.isRecord(), type.getName() + " must be a record");

	private static final Rule EARLY_BEANS_ARE_STATIC = (type) -> type.getMethods()
		.stream()
		.filter((method) -> method.isAnnotatedWith("org.springframework.context.annotation.Bean"))
		.filter((method) -> isEarly(method) && !method.getModifiers().contains(JavaModifier.STATIC))
		.map((method) -> method.getFullName() + " must be static");

	private static final Rule CLASS_CONDITIONS_GUARD_CLASSES = (type) -> type.getMethods()
		.stream()
		.filter((method) -> method
			.isAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnClass"))
		.map((method) -> method.getFullName() + " is loaded before its @ConditionalOnClass is read");

	@Test
	void everyAutoConfigurationIsListedOnceAndInOrder() {
		List<String> listed = House.read(House.RESOURCES.resolve(IMPORTS)).lines().toList();
		List<String> existing = House.classes().stream().filter(WiringTests::isWiring).map(JavaClass::getName).toList();

		assertThat(listed).isSorted().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(existing);
	}

	@Test
	void everyFactoryExists() throws Exception {
		Properties factories = PropertiesLoaderUtils
			.loadProperties(new FileSystemResource(House.RESOURCES.resolve("META-INF/spring.factories")));

		assertThat(factories.entrySet()).isNotEmpty().allSatisfy((entry) -> {
			Class<?> kind = ClassUtils.forName((String) entry.getKey(), null);
			assertThat(((String) entry.getValue()).split(","))
				.allSatisfy((name) -> assertThat(kind).isAssignableFrom(ClassUtils.forName(name.trim(), null)));
		});
	}

	@Test
	void wiringShowsNothing() {
		assertThat(CLOSED.check()).isEmpty();
	}

	@Test
	void namedClassesExist() {
		assertThat(NAMED_CLASSES_EXIST.check()).isEmpty();
	}

	@Test
	void nothingIsScanned() {
		assertThat(NO_SCAN.check()).isEmpty();
	}

	@Test
	void nothingIsInjectedIntoFields() {
		assertThat(NO_INJECTION_INTO_FIELDS.check()).isEmpty();
	}

	@Test
	void settingsAreRecords() {
		assertThat(SETTINGS_ARE_RECORDS.check()).isEmpty();
	}

	@Test
	void beansThatSpringNeedsEarlyAreStatic() {
		assertThat(EARLY_BEANS_ARE_STATIC.check()).isEmpty();
	}

	@Test
	void conditionsOnClassesGuardWholeClasses() {
		assertThat(CLASS_CONDITIONS_GUARD_CLASSES.check()).isEmpty();
	}

	@Test
	void bitesOnOpenWiring() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				public class LockAutoConfiguration {
					public Object locks() {
						return this;
					}
				}""");

		assertThat(code.problems(CLOSED)).hasSize(2);
	}

	@Test
	void bitesOnAClassThatWasRenamed() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				import org.springframework.boot.autoconfigure.AutoConfiguration;
				import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
				@AutoConfiguration(afterName = "org.springframework.boot.data.redis.RedisAutoConfiguration")
				public final class LockAutoConfiguration {
					@ConditionalOnMissingBean(type = "org.example.Locks")
					Object locks() {
						return this;
					}
				}""");

		assertThat(code.problems(NAMED_CLASSES_EXIST)).hasSize(2);
	}

	@Test
	void bitesOnScanningAndInjection() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				@org.springframework.stereotype.Component
				class Locks {
					@org.springframework.beans.factory.annotation.Autowired
					private Object redis;
				}""");

		assertThat(code.problems(NO_SCAN)).hasSize(1);
		assertThat(code.problems(NO_INJECTION_INTO_FIELDS)).hasSize(1);
	}

	@Test
	void bitesOnSettingsWithSetters() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				@org.springframework.boot.context.properties.ConfigurationProperties("redis-patterns.lock")
				final class LockProperties {
				}""");

		assertThat(code.problems(SETTINGS_ARE_RECORDS)).hasSize(1);
	}

	@Test
	void bitesOnBeanMethodsThatCreateTooMuchTooEarly() {
		CounterExample code = CounterExample.of("""
				package io.github.redispatterns.lock;
				class LockConfiguration {
					@org.springframework.context.annotation.Bean
					@org.springframework.boot.autoconfigure.condition.ConditionalOnClass(String.class)
					org.springframework.aop.Advisor lockAdvisor() {
						return null;
					}
				}""");

		assertThat(code.problems(EARLY_BEANS_ARE_STATIC)).hasSize(1);
		assertThat(code.problems(CLASS_CONDITIONS_GUARD_CLASSES)).hasSize(1);
	}

	private static boolean isWiring(JavaClass type) {
		return type.isTopLevelClass() && type.getSimpleName().endsWith("AutoConfiguration");
	}

	private static boolean isPublic(JavaMember member) {
		return member.getModifiers().contains(JavaModifier.PUBLIC);
	}

	private static Stream<JavaAnnotation<?>> annotations(JavaClass type) {
		return Stream.concat(type.getAnnotations().stream(),
				type.getMembers().stream().flatMap((member) -> member.getAnnotations().stream()));
	}

	private static Stream<String> classNames(JavaAnnotation<?> annotation) {
		return CLASS_NAMES.getOrDefault(annotation.getRawType().getSimpleName(), List.of())
			.stream()
			.flatMap((attribute) -> annotation.get(attribute).stream())
			.flatMap((value) -> Arrays.stream((Object[]) value))
			.map(String::valueOf);
	}

	private static boolean isEarly(JavaMethod method) {
		JavaClass bean = method.getRawReturnType();
		return bean.isAssignableTo(Advisor.class) || bean.isAssignableTo(BeanPostProcessor.class)
				|| bean.isAssignableTo(BeanFactoryPostProcessor.class);
	}

}
