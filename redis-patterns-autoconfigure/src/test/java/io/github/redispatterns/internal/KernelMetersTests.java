package io.github.redispatterns.internal;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KernelMetersTests {

	private final Background background = new Background("redis-patterns-test");

	@AfterEach
	void stop() {
		this.background.stop();
	}

	@Test
	void registersWhatItsTableSays() {
		ScriptRunner server = new ScriptRunner() {

			@Override
			public <T> T run(LuaScript<T> script, int keys, byte[]... arguments) {
				return script.cast(9_000L);
			}

		};
		ServerProbe probe = new ServerProbe(server, new KeySpace("shop"), 1);
		ServerClock clock = new ServerClock(probe, this.background, () -> 10_000L);
		Availability availability = new Availability(1,
				new RedisPatternsProperties.Availability(3, Duration.ofMillis(100)), this.background,
				probe::serverMillis);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();

		new KernelMeters(clock, availability, new OneChannelHub(new byte[0], (channel) -> new ScriptedSubscription()),
				new RedisBroadcasts("shop:kernel:news", List.of(new byte[0]), NewsTerms.of(Duration.ofSeconds(3)),
						server, false, ScriptedSubscription::new))
			.bindTo(registry);
		clock.measure();

		assertThat(registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct())
			.containsExactlyInAnyOrderElementsOf(KernelMeters.METERS.stream().map(MeterRow::name).toList());
		MeterRow flushes = KernelMeters.METERS.get(KernelMeters.METERS.size() - 1);
		assertThat(flushes.name()).isEqualTo(KernelMeters.FLUSHES);
		assertThat(registry.get(KernelMeters.FLUSHES).functionCounters())
			.extracting((counter) -> counter.getId().getTag("reason"))
			.allSatisfy((reason) -> assertThat(flushes.tags()).contains(reason))
			.hasSize(5);
		assertThat(registry.get(KernelMeters.TRUSTED).gauge().value()).isNaN();
		assertThat(registry.get(KernelMeters.AVAILABLE).gauge().value()).isEqualTo(1);
		assertThat(registry.get(KernelMeters.SKEW).gauge().value()).isEqualTo(1000);
		assertThat(registry.get(KernelMeters.SUBSCRIPTION).gauge().value()).isNaN();
		assertThat(registry.get(KernelMeters.LOSSES).functionCounter().count()).isZero();
	}

}
