package io.github.redispatterns.lock;

import io.github.redispatterns.internal.AutoConfigurationContract;
import io.github.redispatterns.internal.HealthDetail;
import io.github.redispatterns.lock.advice.LockAdviceAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

class LockAutoConfigurationTests extends AutoConfigurationContract<Locks> {

	LockAutoConfigurationTests() {
		super(Locks.class, LocksEndpoint.class, Locked.class, "redis-patterns.lock.", LockAutoConfiguration.class,
				LockAdviceAutoConfiguration.class);
	}

	@Test
	void configuresAFencedStoreAndAHealthDetail() {
		this.exposed
			.run((context) -> assertThat(context).hasSingleBean(FencedStore.class).hasSingleBean(HealthDetail.class));
	}

	@Test
	void showsWhatItCanOfLocksOfTheUser() {
		Locks own = Mockito.mock(Locks.class);
		this.exposed.withBean(Locks.class, () -> own)
			.run((context) -> assertThat(context.getBean(LocksEndpoint.class).report().held()).isEmpty());
	}

	@Test
	void backsOffWhenTheUserDefinesAFencedStore() {
		FencedStore own = Mockito.mock(FencedStore.class);
		this.runner.withBean(FencedStore.class, () -> own)
			.run((context) -> assertThat(context.getBean(FencedStore.class)).isSameAs(own));
	}

	@Test
	void isSwitchedOffWithItsFencedStore() {
		this.runner.withPropertyValues(this.prefix + "enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FencedStore.class));
	}

	@Test
	void namesThePropertyThatIsWrong() {
		this.runner.withPropertyValues("redis-patterns.lock.fence-ttl=1s")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("'redis-patterns.lock.fence-ttl' is PT1S but must be from PT1M"));
	}

	static class Locked {

		@DistributedLock
		void call() {
		}

	}

}
