package io.github.redispatterns.lock.advice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.lock.Acquisition;
import io.github.redispatterns.lock.DistributedLock;
import io.github.redispatterns.lock.DistributedLock.OnBusy;
import io.github.redispatterns.lock.HeldLock;
import io.github.redispatterns.lock.LockRequest;
import io.github.redispatterns.lock.Locks;
import io.github.redispatterns.support.Instances;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behaviours that ShedLock's tests of its aspect ask for, in our words: calls of a job
 * run, are skipped, are not touched, with proxies of classes ({@code MethodProxyAopTest})
 * and of interfaces ({@code ProxiedMethodsTest}), between other advice
 * ({@code AopOrderingTest}) and retried ({@code RetryableMethodProxyAopTest}). That
 * primitives must say what a skipped call returns is in {@link LockBadInputTests}.
 */
@RedisTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters" })
class ShedLockAspectIT {

	private RedisServers servers;

	private Instances instances;

	private Job job;

	private Diary diary;

	private Locks rival;

	@BeforeAll
	void start() {
		Map<String, Object> properties = this.servers.applicationProperties("jedis");
		properties.put("spring.aop.proxy-target-class", false);
		properties.put("job.name", "job");
		this.instances = Instances.start(2, App.class, properties);
		this.job = this.instances.beans(Job.class).get(0);
		this.diary = this.instances.beans(Diary.class).get(0);
		this.rival = this.instances.beans(Locks.class).get(1);
		this.diary.rival = this.rival;
	}

	@AfterAll
	void stop() {
		this.instances.close();
	}

	@BeforeEach
	void beginANewPage() {
		this.diary.entries.clear();
		this.diary.failures = 0;
	}

	@Test
	void runsUnderTheLockOfItsPlaceholder() {
		this.job.run();

		assertThat(this.diary.entries).containsExactly("run held");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void isSkippedWhileAnotherInstanceRuns() throws Exception {
		try (HeldLock lock = this.rival.lock(LockRequest.of("job"))) {
			this.job.run();
			assertThat(this.job.result()).isEmpty();
			assertThat(lock.isValid()).isTrue();
		}
		assertThat(this.diary.entries).isEmpty();
		assertThat(this.job.result()).contains("result");
	}

	@Test
	void doesNotTouchWhatHasNoAnnotation() {
		this.job.unlocked();

		assertThat(this.diary.entries).containsExactly("unlocked free");
	}

	@Test
	void seesCallsThroughAProxyOfAnInterface() throws Exception {
		Task task = this.instances.beans(Task.class).get(0);
		assertThat(AopUtils.isJdkDynamicProxy(task)).isTrue();
		task.perform();
		try (HeldLock lock = this.rival.lock(LockRequest.of("job"))) {
			task.perform();
			assertThat(lock.isValid()).isTrue();
		}

		assertThat(this.diary.entries).containsExactly("perform held");
	}

	@Test
	void standsBetweenOtherAdvice() {
		this.job.advised();

		assertThat(this.diary.entries).containsExactly("outer free", "inner held", "advised held");
	}

	@Test
	void everyAttemptOfARetriedJobTakesTheLockAnew() {
		this.diary.failures = 2;

		this.job.retried();

		assertThat(this.diary.entries).containsExactly("retried held", "retried held", "retried held");
		assertThat(this.diary.isHeld()).isFalse();
	}

	@Test
	void theNextRunComesAtOnce() {
		for (int i = 0; i < 10; i++) {
			this.job.run();
		}
		assertThat(this.diary.entries).hasSize(10);
	}

	/** What happened, in order, and whether the lock was held then. */
	static class Diary {

		final List<String> entries = new CopyOnWriteArrayList<>();

		Locks rival;

		int failures;

		void write(String entry) {
			this.entries.add(entry + (isHeld() ? " held" : " free"));
			if (this.failures > 0) {
				this.failures--;
				throw new IllegalStateException("jammed");
			}
		}

		boolean isHeld() {
			try {
				Acquisition acquisition = this.rival.tryLock(LockRequest.of("job"));
				if (acquisition instanceof Acquisition.Acquired acquired) {
					acquired.lock().close();
				}
				return acquisition instanceof Acquisition.Busy;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/** Jobs of a class. */
	static class Job {

		private final Diary diary;

		Job(Diary diary) {
			this.diary = diary;
		}

		@DistributedLock(name = "${job.name}", onBusy = OnBusy.SKIP)
		void run() {
			this.diary.write("run");
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		Optional<String> result() {
			return Optional.of("result");
		}

		void unlocked() {
			this.diary.write("unlocked");
		}

		@DistributedLock(name = "job")
		void advised() {
			this.diary.write("advised");
		}

		@Retryable(maxRetries = 3, delay = 0)
		@DistributedLock(name = "job")
		void retried() {
			this.diary.write("retried");
		}

	}

	/** A job of an interface. */
	interface Task {

		void perform();

	}

	static class DiaryTask implements Task {

		private final Diary diary;

		DiaryTask(Diary diary) {
			this.diary = diary;
		}

		@Override
		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		public void perform() {
			this.diary.write("perform");
		}

	}

	@EnableAutoConfiguration
	@EnableResilientMethods
	static class App {

		@Bean
		Diary diary() {
			return new Diary();
		}

		@Bean
		Job job(Diary diary) {
			return new Job(diary);
		}

		@Bean
		Task task(Diary diary) {
			return new DiaryTask(diary);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor outer(ObjectProvider<Diary> diary) {
			return advisor(Ordered.HIGHEST_PRECEDENCE + 1, "outer", diary);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor inner(ObjectProvider<Diary> diary) {
			return advisor(Ordered.LOWEST_PRECEDENCE, "inner", diary);
		}

		private static Advisor advisor(int order, String name, ObjectProvider<Diary> diary) {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.setMappedName("advised");
			DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				diary.getObject().write(name);
				return invocation.proceed();
			});
			advisor.setOrder(order);
			return advisor;
		}

	}

}
