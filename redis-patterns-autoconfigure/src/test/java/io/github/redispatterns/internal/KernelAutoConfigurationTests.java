package io.github.redispatterns.internal;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.redispatterns.PatternConfigurationException;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class KernelAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, KernelAutoConfiguration.class));

	@Test
	void bringsWhatPatternsShare() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(KeySpace.class)
			.hasBean("redisPatternsScripts")
			.hasSingleBean(ImpatientScripts.class)
			.hasSingleBean(Availability.class)
			.hasSingleBean(ServerClock.class)
			.hasSingleBean(WakeUps.class)
			.hasSingleBean(Broadcasts.class)
			.hasBean("redisPatternsWorkers")
			.hasBean("redisPatternsRenewals")
			.hasSingleBean(MeterBinder.class));
	}

	@Test
	void opensNoConnectionAndStartsNoThread() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		RedisConnectionFactory untouchable = (RedisConnectionFactory) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { RedisConnectionFactory.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> throw new AssertionError("Called " + method);
				});

		this.runner.withBean(RedisConnectionFactory.class, () -> untouchable).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.contains("redis") || name.contains("jedis"));
		});
	}

	@ParameterizedTest
	@CsvSource({ "--, redis-patterns", "spring.application.name=Shop, shop",
			"redis-patterns.namespace=My:App, My%3AApp" })
	void namesKeysAfterTheApplication(String property, String namespace) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(KeySpace.class).namespace()).isEqualTo(namespace));
	}

	@Test
	void backsOffWhenTheUserDefinesKeysOrScripts() {
		KeySpace space = new KeySpace("mine");
		ScriptRunner scripts = new ScriptRunner() {

			@Override
			public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
				throw new UnsupportedOperationException();
			}

		};

		this.runner.withBean(KeySpace.class, () -> space).withBean(ScriptRunner.class, () -> scripts).run((context) -> {
			assertThat(context.getBean(KeySpace.class)).isSameAs(space);
			assertThat(context.getBean(ScriptRunner.class)).isSameAs(scripts);
		});
	}

	@Test
	void givesTheImpatientRunnerOnlyToWhoAsksForIt() {
		this.runner.withBean(Asking.class).run((context) -> {
			assertThat(context.getBean(Asking.class).any()).isSameAs(context.getBean("redisPatternsScripts"));
			assertThat(context.getBean(Asking.class).impatient()).isInstanceOf(ImpatientScripts.class);
		});
	}

	@Test
	void isNotThereWhenDisabled() {
		this.runner.withPropertyValues("redis-patterns.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ScriptRunner.class)
				.doesNotHaveBean(SafeJedisDefaults.class));
	}

	@Test
	void isNotThereWithoutJedis() {
		this.runner.withClassLoader(new FilteredClassLoader("redis.clients.jedis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScriptRunner.class));
	}

	@Test
	void worksWithoutLettuce() {
		this.runner.withClassLoader(new FilteredClassLoader("io.lettuce")).run((context) -> {
			assertThat(context).hasNotFailed().hasBean("redisPatternsScripts");
			assertThat(context.getBean(RedisDriver.class).scripts()).isInstanceOf(JedisScriptRunner.class);
		});
	}

	@Test
	void runsScriptsOnTheDriverThatTheApplicationChose() {
		this.runner.withPropertyValues("spring.data.redis.client-type=jedis").run((context) -> {
			assertThat(context).hasSingleBean(JedisConnectionFactory.class);
			assertThat(context.getBean(RedisDriver.class).scripts()).isInstanceOf(JedisScriptRunner.class);
		});
		this.runner.withPropertyValues("spring.data.redis.client-type=lettuce").run((context) -> {
			assertThat(context).hasSingleBean(LettuceConnectionFactory.class);
			assertThat(context.getBean(RedisDriver.class).scripts()).isInstanceOf(SpringScriptRunner.class);
		});
	}

	@ParameterizedTest
	@CsvSource({ "jedis, cluster.nodes=127.0.0.1:1, SPUBLISH", "lettuce, cluster.nodes=127.0.0.1:1, PUBLISH",
			"jedis, host=127.0.0.1, PUBLISH", "lettuce, host=127.0.0.1, PUBLISH" })
	void keepsSignalsWithinAShardWhereTheDriverCan(String driver, String property, String command) {
		this.runner
			.withPropertyValues("spring.data.redis.client-type=" + driver, "spring.data.redis." + property,
					"redis-patterns.namespace=shop")
			.run((context) -> assertThat(context.getBean(WakeUps.class).address("shop:lock:{a}")).satisfies((it) -> {
				assertThat(it.command()).asString().isEqualTo(command);
				assertThat(it.topic()).asString().isEqualTo("shop:lock:{a}");
				assertThat(it.channel()).asString().startsWith("shop:kernel:").endsWith("wake");
				assertThat(command.equals("PUBLISH") || Slots.of(it.channel()) == Slots.of(it.topic())).isTrue();
			}));
	}

	@Test
	void takesVirtualThreadsOnlyWhereTheApplicationDoes() {
		for (boolean virtual : List.of(true, false)) {
			this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual).run((context) -> {
				Thread worker = context.getBean(Workers.class).submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
				boolean possible = Runtime.version().feature() >= 21;
				assertThat(worker.getThreadGroup().getName().equals("VirtualThreads")).isEqualTo(virtual && possible);
			});
		}
	}

	@Test
	void judgesPartsOfAClusterApart() {
		for (String client : Set.of("jedis", "lettuce")) {
			this.runner
				.withPropertyValues("spring.data.redis.client-type=" + client,
						"spring.data.redis.cluster.nodes=127.0.0.1:1")
				.run((context) -> assertThat(context.getBean(Availability.class).zones()).isEqualTo(16));
		}
		this.runner.run((context) -> assertThat(context.getBean(Availability.class).zones()).isEqualTo(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			cluster.nodes=127.0.0.1:1
			sentinel.master=main,sentinel.nodes=127.0.0.1:1
			host=127.0.0.1,port=1
			""")
	void startsWhileRedisIsAway(String properties) {
		String[] pairs = properties.split(",(?=\\w+\\.?\\w*=)");
		for (int i = 0; i < pairs.length; i++) {
			pairs[i] = "spring.data.redis." + pairs[i];
		}

		this.runner.withPropertyValues("spring.data.redis.client-type=jedis")
			.withPropertyValues(pairs)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Availability.class).isAvailable()).isTrue();
			});
	}

	@ParameterizedTest
	@CsvSource({ "availability.failures=0, is 0 but must be 1 or more",
			"availability.probe-interval=0ms, is PT0S but must be from PT0.001S to PT1M",
			"broadcast.max-silence=999ms, is PT0.999S but must be from PT1S to PT1M",
			"broadcast.max-silence=61s, is PT1M1S but must be from PT1S to PT1M",
			"availability.probe-interval=2m, is PT2M but must be from PT0.001S to PT1M" })
	void namesTheBadProperty(String property, String message) {
		String name = "redis-patterns." + property.substring(0, property.indexOf('='));
		this.runner.withPropertyValues("redis-patterns." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(PatternConfigurationException.class)
				.hasMessageStartingWith("'" + name + "' " + message));
	}

	record Asking(ScriptRunner any, @Qualifier("redisPatternsImpatientScripts") ScriptRunner impatient) {
	}

}
