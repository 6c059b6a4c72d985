package io.github.redispatterns.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redispatterns.support.Aside;
import io.github.redispatterns.support.Fault;
import io.github.redispatterns.support.RedisKeys;
import io.github.redispatterns.support.RedisServers;
import io.github.redispatterns.support.RedisTest;
import io.github.redispatterns.support.WebInstance;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an operator sees and does over HTTP.
 */
@RedisTest(dedicated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@RedisKeys({ "lock:owner", "lock:fence", "lock:waiters", "lock:guard", "kernel:probe" })
class LocksEndpointIT {

	private static final String PATH = "/actuator/redislocks";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private RedisServers servers;

	private WebInstance reading;

	private WebInstance writing;

	@BeforeAll
	void start() {
		List<String> properties = List.of("management.endpoints.web.exposure.include=redislocks",
				"spring.web.error.include-message=always");
		this.reading = WebInstance.start(App.class, this.servers, properties);
		this.writing = WebInstance.start(App.class, this.servers, properties,
				"management.endpoint.redislocks.access=unrestricted");
	}

	@AfterAll
	void stop() {
		this.reading.close();
		this.writing.close();
	}

	@Test
	void listsWhatThisInstanceHoldsAndWaitsFor() throws Exception {
		LockRequest request = LockRequest.of("order", "42");
		HeldLock lock = locks(this.reading).lock(request);
		Aside<HeldLock> waiter = Aside.start(() -> locks(this.reading).lock(request.withWait(PATIENCE)));
		Awaitility.await().until(() -> get(PATH).at("/waiting").size() == 1);

		JsonNode report = get(PATH);
		assertThat(report.at("/held")).hasSize(1);
		JsonNode held = report.at("/held/0");
		assertThat(held.at("/name").asString()).isEqualTo("order");
		assertThat(held.at("/key").asString()).isEqualTo("42");
		assertThat(held.at("/mode").asString()).isEqualTo("MUTEX");
		assertThat(held.at("/fence").asLong()).isEqualTo(lock.fence());
		assertThat(held.at("/thread").asString()).isEqualTo(Thread.currentThread().getName());
		assertThat(Duration.parse(held.at("/heldFor").asString())).isPositive();
		assertThat(Duration.parse(held.at("/remaining").asString())).isBetween(Duration.ofSeconds(15),
				Duration.ofSeconds(30));
		assertThat(report.at("/waiting/0/name").asString()).isEqualTo("order");
		assertThat(report.at("/waiting/0/key").asString()).isEqualTo("42");
		assertThat(report.at("/waiting/0/thread").asString()).isEqualTo("aside");
		assertThat(Duration.parse(report.at("/waiting/0/waitingFor").asString())).isPositive();

		lock.close();
		waiter.get().close();
		report = get(PATH);
		assertThat(report.at("/held")).isEmpty();
		assertThat(report.at("/waiting")).isEmpty();
	}

	@Test
	void looksWhoHoldsALockOnAnotherInstance() throws Exception {
		LockRequest request = LockRequest.of("report", "a/b {c}");
		try (HeldLock lock = locks(this.writing).lock(request)) {
			Aside<Acquisition> waiter = Aside.start(() -> locks(this.reading).tryLock(request.withWait(PATIENCE)));
			Awaitility.await().until(() -> get(PATH + "/report?key=a/b%20%7Bc%7D").at("/waiters").size() == 1);

			JsonNode info = get(PATH + "/report?key=a/b%20%7Bc%7D");
			assertThat(info.at("/fence").asLong()).isEqualTo(lock.fence());
			assertThat(info.at("/holders/0/mode").asString()).isEqualTo("MUTEX");
			assertThat(info.at("/holders/0/instance").asString()).isNotEmpty();
			assertThat(this.reading.send("GET", PATH + "/report").statusCode()).isEqualTo(404);
			waiter.interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(waiter::get);
		}
		assertThat(this.reading.send("GET", PATH + "/report?key=a/b%20%7Bc%7D").statusCode()).isEqualTo(404);
	}

	@Test
	void writesNothingUnlessAllowedTo() throws Exception {
		try (HeldLock lock = locks(this.reading).lock(LockRequest.of("order"))) {
			assertThat(this.reading.send("DELETE", PATH + "/order?reason=stuck").statusCode()).isEqualTo(405);
			assertThat(lock.verify()).isTrue();
		}
	}

	@Test
	void takesALockFromItsHolder(CapturedOutput output) throws Exception {
		HeldLock lock = locks(this.reading).lock(LockRequest.of("order", "ada@example.com"));
		String path = PATH + "/order?key=ada@example.com&reason=stuck%0Asince%20noon";

		assertThat(WebInstance.json(this.writing.send("DELETE", path)).at("/released").asBoolean()).isTrue();
		assertThat(WebInstance.json(this.writing.send("DELETE", path)).at("/released").asBoolean()).isFalse();

		assertThat(lock.verify()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close);
		assertThatExceptionOfType(StaleFenceException.class)
			.isThrownBy(() -> this.reading.bean(FencedStore.class).pass(lock));
		assertThat(output).contains("A lock 'order' was taken from its holder: stuck since noon")
			.doesNotContain("ada@example.com");
		App app = this.writing.bean(App.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(app.events)
				.containsExactly(new LockEvent.ForceReleased("order", "ada@example.com", "stuck\nsince noon")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/order", "/order?reason=%20", "/order?reason=" })
	void wantsAReason(String path) {
		assertThat(this.writing.send("DELETE", PATH + path).statusCode()).isEqualTo(400);
	}

	@Test
	void listsWhatIsHeldWhileRedisIsAway() throws Exception {
		HeldLock lock = locks(this.reading).lock(LockRequest.of("order"));
		try (Fault killed = this.servers.faults().kill(this.servers.node(0))) {
			assertThat(get(PATH).at("/held/0/name").asString()).as("%s", killed).isEqualTo("order");
			assertThat(this.reading.send("GET", PATH + "/order").statusCode()).isEqualTo(500);
		}
		Awaitility.await().until(() -> this.reading.send("GET", PATH + "/order").statusCode() == 404);
		Awaitility.await().until(() -> this.writing.send("GET", PATH + "/order").statusCode() == 404);
		assertThatExceptionOfType(LockLostException.class).isThrownBy(lock::close);
	}

	private static Locks locks(WebInstance instance) {
		return instance.bean(Locks.class);
	}

	private JsonNode get(String path) {
		return this.reading.get(path);
	}

	@EnableAutoConfiguration
	static class App {

		final List<LockEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(LockEvent.ForceReleased event) {
			this.events.add(event);
		}

	}

}
