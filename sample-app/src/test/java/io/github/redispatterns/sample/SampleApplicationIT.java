package io.github.redispatterns.sample;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.StaleFenceException;
import io.github.redispatterns.lock.jdbc.JdbcFencingGuard;
import io.github.redispatterns.ratelimit.RateLimits;
import io.github.redispatterns.sample.embedded.EmbeddedRedis;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class SampleApplicationIT {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	@Autowired
	private EmbeddedRedis redis;

	@Autowired
	private RateLimits limits;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private JdbcFencingGuard guard;

	@Autowired
	private TransactionOperations transactions;

	private final ExecutorService crowd = Executors.newFixedThreadPool(8);

	private Http http;

	@AfterEach
	void goHome() {
		this.crowd.shutdownNow();
	}

	@BeforeEach
	void startFresh() {
		this.http = new Http(this.port);
		this.redis.start();
		awaitPattern((pattern) -> pattern.get("available").asBoolean());
		Awaitility.await().atMost(DEADLINE).ignoreExceptions().until(() -> {
			this.limits.reset("ping", "127.0.0.1");
			this.limits.reset("catalogue", "127.0.0.1");
			return true;
		});
	}

	@Test
	void refusesPingsOverTheLimitAndSaysWhenToComeBack() {
		Http.Reply first = this.http.get("/api/ratelimit/ping");

		assertThat(first.status()).isEqualTo(200);
		assertThat(first.json().get("answer").asString()).isEqualTo("pong");
		assertThat(first.header("RateLimit-Policy")).isEqualTo("\"ping\";q=5;w=10");
		assertThat(first.header("RateLimit")).startsWith("\"ping\";r=4;t=");

		Http.Reply refused = pingUntilRefused();

		assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(refused.header("RateLimit")).startsWith("\"ping\";r=0;t=");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 10);
		assertThat(refused.json().get("status").asInt()).isEqualTo(429);
		assertThat(refused.json().get("violated-policies").get(0).asString()).isEqualTo("ping");
	}

	@Test
	void showsDecisionsInMetricsAndPoliciesInActuator() {
		pingUntilRefused();

		Http.Reply refused = this.http
			.get("/actuator/metrics/redis.patterns.ratelimit.decisions?tag=policy:ping&tag=outcome:refused");
		JsonNode report = this.http.get("/actuator/redisratelimits").json();

		assertThat(refused.json().get("measurements").get(0).get("value").asDouble()).isPositive();
		assertThat(report.get("available").asBoolean()).isTrue();
		assertThat(report.get("policies").toString()).contains("\"ping\"", "\"catalogue\"", "\"demo-gcra\"");
	}

	@Test
	void listsThePatternsWithTheirState() {
		JsonNode pattern = this.http.get("/api/patterns").json().get(0);

		assertThat(pattern.get("name").asString()).isEqualTo("ratelimit");
		assertThat(pattern.get("group").asString()).isEqualTo("Coordination");
		assertThat(pattern.get("enabled").asBoolean()).isTrue();
		assertThat(pattern.get("available").asBoolean()).isTrue();
		assertThat(this.http.get(pattern.get("actuator").asString()).status()).isEqualTo(200);
		assertThat(this.http.get("/api/patterns/teleport/redis").json().get("detail").asString())
			.contains("no pattern 'teleport'");
	}

	@Test
	void sellsProductsUnderALimit() {
		JsonNode products = this.http.get("/api/products").json();

		assertThat(products.size()).isEqualTo(8);
		assertThat(this.http.get("/api/products/1").json().get("name").asString()).isEqualTo("Moka pot");
		assertThat(this.http.get("/api/products/99").status()).isEqualTo(404);
		assertThat(this.http.get("/api/products/99").header("Content-Type")).isEqualTo("application/problem+json");
		Http.Reply refused = getUntil("/api/products", (reply) -> reply.status() == 429);
		assertThat(refused.header("Retry-After")).isNotEmpty();
		assertThat(refused.json().get("violated-policies").get(0).asString()).startsWith("catalogue");
	}

	@Test
	void readsTheCatalogueThroughTheCache() {
		this.http.post("/api/cache/clear");
		JsonNode loaded = this.http.get("/api/cache/products/5").json();
		JsonNode cached = this.http.get("/api/cache/products/5").json();
		List<JsonNode> tools = this.http.get("/api/cache/categories/tools").json().valueStream().toList();
		JsonNode raised = this.http.post("/api/cache/raise?category=tools").json();
		JsonNode again = this.http.get("/api/cache/products/5").json();

		assertThat(loaded.get("executions").asInt()).isOne();
		assertThat(cached.get("executions").asInt()).isZero();
		assertThat(cached.get("product")).isEqualTo(loaded.get("product"));
		assertThat(tools).hasSize(3).contains(loaded.get("product"));
		assertThat(raised.get("changed").asInt()).isEqualTo(3);
		assertThat(again.get("executions").asInt()).isOne();
		assertThat(again.get("product").get("price").decimalValue())
			.isEqualByComparingTo(loaded.get("product").get("price").decimalValue().add(new BigDecimal("0.10")));
		assertThat(this.http.get("/api/cache/categories/tools").json().valueStream()).contains(again.get("product"));
		assertThat(this.http.get("/api/cache/products/99").status()).isEqualTo(404);
	}

	@Test
	void runsTheMethodOnceForAThousandCallers() {
		JsonNode stampede = this.http.post("/api/cache/stampede").json();

		assertThat(stampede.get("callers").asInt()).isEqualTo(1000);
		assertThat(stampede.get("executions").asInt()).isOne();
		assertThat(stampede.get("answers").asInt()).isOne();
	}

	@Test
	void writesTheDatabaseBehindTheCache() {
		JsonNode counted = this.http.post("/api/cache/count?product=3").json();
		int pieces = counted.get("counted").asInt();

		assertThat(pieces).isGreaterThanOrEqualTo(200);
		assertThat(this.http.get("/api/cache/counts/3").json().get("counted").asInt()).isEqualTo(pieces);
		getUntil("/api/cache/counts/3", (reply) -> reply.json().get("inDatabase").asInt() == pieces);
	}

	@Test
	void showsWhatASaleHasLeft() {
		int before = product(6).get("stock").asInt();
		this.http.get("/api/cache/categories/brewing");

		assertThat(this.http.post("/api/orders?product=6&quantity=2").status()).isEqualTo(201);

		assertThat(product(6).get("stock").asInt()).isEqualTo(before - 2);
		assertThat(this.http.get("/api/cache/categories/brewing").json().valueStream())
			.filteredOn((found) -> found.get("id").asInt() == 6)
			.singleElement()
			.satisfies((found) -> assertThat(found.get("stock").asInt()).isEqualTo(before - 2));
	}

	@Test
	void admitsOfABurstNoMoreThanTheLimit() {
		JsonNode fresh = this.http.post("/api/ratelimit/reset?algorithm=FIXED_WINDOW").json();
		JsonNode burst = this.http.post("/api/ratelimit/burst?algorithm=FIXED_WINDOW&count=30").json();
		JsonNode state = this.http.get("/api/ratelimit/state?algorithm=FIXED_WINDOW").json();

		assertThat(fresh.get("remaining").asLong()).isEqualTo(10);
		assertThat(burst.get("allowed").asInt()).isEqualTo(10);
		assertThat(burst.get("refused").asInt()).isEqualTo(20);
		assertThat(burst.get("last").get("allowed").asBoolean()).isFalse();
		assertThat(burst.get("last").get("remaining").asLong()).isZero();
		assertThat(state.get("policy").asString()).isEqualTo("demo-fixed-window");
		assertThat(state.get("limit").asLong()).isEqualTo(10);
	}

	@Test
	void namesWhatIsWrongWithABurst() {
		Http.Reply tooMany = this.http.post("/api/ratelimit/burst?algorithm=GCRA&count=1001");
		Http.Reply unknown = this.http.post("/api/ratelimit/burst?algorithm=DICE&count=1");

		assertThat(tooMany.status()).isEqualTo(400);
		assertThat(tooMany.json().get("detail").asString()).contains("'count' is 1001", "1 to 1000");
		assertThat(unknown.status()).isEqualTo(400);
		assertThat(unknown.json().get("detail").asString()).contains("algorithm", "DICE");
	}

	@Test
	void showsTheKeysAndTheCommandsOfTheLastAction() {
		this.http.post("/api/ratelimit/reset?algorithm=SLIDING_WINDOW");
		this.http.postFromCard("/api/ratelimit/burst?algorithm=SLIDING_WINDOW&count=3", "ratelimit");

		JsonNode shown = this.http.get("/api/patterns/ratelimit/redis").json();

		JsonNode key = shown.get("found").get("keys").get(0);
		assertThat(key.get("name").asString()).startsWith("shop:ratelimit:{");
		assertThat(key.get("ttlMillis").asLong()).isPositive();
		assertThat(key.get("bytes").asLong()).isPositive();
		JsonNode action = shown.get("lastAction");
		assertThat(action.get("request").asString())
			.isEqualTo("POST /api/ratelimit/burst?algorithm=SLIDING_WINDOW&count=3");
		assertThat(action.get("commands").get(0).get("command").asString()).startsWith("eval");
		assertThat(action.get("commands").get(0).get("count").asLong()).isGreaterThanOrEqualTo(3);
	}

	@Test
	void sellsNoMoreThanThereIs() {
		int stock = product(2).get("stock").asInt();

		List<Http.Reply> replies = Stream.generate(() -> CompletableFuture.supplyAsync(this::buyAGrinder, this.crowd))
			.limit(stock + 8)
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();

		List<Http.Reply> sold = replies.stream().filter((reply) -> reply.status() == 201).toList();
		assertThat(replies).extracting(Http.Reply::status).containsOnly(201, 409);
		assertThat(sold).hasSize(stock);
		assertThat(sold).extracting((reply) -> reply.json().get("order").get("token").asLong()).doesNotHaveDuplicates();
		assertThat(product(2).get("stock").asInt()).isZero();
		assertThat(replies).filteredOn((reply) -> reply.status() == 409)
			.allSatisfy((reply) -> assertThat(reply.json().get("detail").asString()).contains("product 2 left"));
	}

	@Test
	void refusesAnOrderWhoseLockWasGivenToSomebodyElse() {
		long first = tokenOfAnOrder();
		long second = tokenOfAnOrder();

		assertThat(second).isGreaterThan(first);
		assertThatExceptionOfType(StaleFenceException.class)
			.isThrownBy(() -> this.transactions
				.executeWithoutResult((status) -> this.guard.pass(new Fence("stock", "4", first))))
			.satisfies((refused) -> assertThat(refused.highest()).isEqualTo(second));
	}

	@Test
	void opensTheBreakerAndTakesOrdersAllTheSame() {
		this.http.post("/api/circuitbreaker/reset");
		Awaitility.await().atMost(DEADLINE).until(() -> failingPayments().get("outcomes").has("REFUSED"));

		JsonNode circuit = this.http.get("/api/circuitbreaker/state").json();
		JsonNode sold = this.http.post("/api/orders?product=4").json();

		assertThat(circuit.get("state").asString()).isEqualTo("OPEN");
		assertThat(circuit.get("cause").asString()).isEqualTo("FAILURE_RATE");
		assertThat(sold.get("payment").get("outcome").asString()).isIn("REFUSED", "FAILED");
		assertThat(sold.get("order").get("id").asLong()).isPositive();
		assertThat(this.http.get("/actuator/rediscircuitbreakers/payment").text()).contains("\"OPEN\"");

		this.http.post("/api/circuitbreaker/reset");
		awaitPaid();
	}

	@Test
	void forcesTheBreakerForAllInstances() {
		assertThat(this.http.post("/api/circuitbreaker/force?state=FORCED_OPEN").json().get("state").asString())
			.isEqualTo("FORCED_OPEN");
		JsonNode refused = this.http.post("/api/circuitbreaker/pay?gateway=OK&count=2").json();
		Http.Reply wrong = this.http.post("/api/circuitbreaker/force?state=OPEN");
		this.http.post("/api/circuitbreaker/reset");

		assertThat(refused.get("outcomes").get("REFUSED").asInt()).isEqualTo(2);
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.json().get("detail").asString()).contains("'state' is OPEN", "FORCED_OPEN");
		awaitPaid();
	}

	@Test
	void rendersNoMorePicturesThanThereArePermits() {
		this.http.post("/api/semaphore/resize?permits=2");
		List<CompletableFuture<Http.Reply>> replies = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> this.http.get("/api/products/1/picture"), this.crowd))
			.limit(12)
			.toList();
		while (!replies.stream().allMatch(CompletableFuture::isDone)) {
			assertThat(this.meters.get("sample.renderings").longTaskTimer().activeTasks()).isLessThanOrEqualTo(2);
		}
		assertThat(replies).extracting((reply) -> reply.join().status()).contains(200).isSubsetOf(200, 503);
		assertThat(replies).filteredOn((reply) -> reply.join().status() == 200)
			.allSatisfy((reply) -> assertThat(reply.join().text()).startsWith("<svg").contains("<path"));

		this.http.post("/api/semaphore/resize?permits=0");
		Http.Reply full = this.http.get("/api/products/1/picture");

		assertThat(full.status()).isEqualTo(503);
		assertThat(full.json().get("detail").asString()).contains("Semaphore 'render' has");
		assertThat(this.http.post("/api/semaphore/resize?permits=3").json().get("permits").asInt()).isEqualTo(3);
		assertThat(this.http.get("/api/products/1/picture").header("Content-Type")).startsWith("image/svg+xml");
	}

	@Test
	void showsWhoHoldsTheLockAndTakesItAway() {
		Http.Reply taken = getUntil(() -> this.http.post("/api/lock/take"), (reply) -> reply.status() == 200);
		Http.Reply busy = this.http.post("/api/lock/take");
		JsonNode state = this.http.get("/api/lock/state").json();
		JsonNode written = this.http.post("/api/lock/write").json();
		JsonNode released = this.http.post("/api/lock/release").json();
		JsonNode refused = this.http.post("/api/lock/write").json();

		assertThat(busy.status()).isEqualTo(423);
		assertThat(busy.json().get("detail").asString()).contains("Lock 'stocktake' is held by instance");
		assertThat(state.get("holder").asString()).isNotEmpty();
		assertThat(state.get("fence")).isEqualTo(taken.json().get("fence"));
		assertThat(written.get("written").asBoolean()).isTrue();
		assertThat(released.get("released").asBoolean()).isTrue();
		assertThat(refused.get("written").asBoolean()).isFalse();
		assertThat(refused.get("highest").asLong()).isGreaterThan(refused.get("token").asLong());
	}

	@Test
	void showsItsOwnSources() {
		String code = this.http.get("/api/patterns/ratelimit/code").text();

		assertThat(code).contains("@RateLimited", "redis-patterns:", "paths: /api/ratelimit/ping", "tryAcquire");
	}

	@Test
	void streamsWhatHappens() throws IOException {
		JsonNode tick = nextTick();

		assertThat(tick.get("redis").get("up").asBoolean()).isTrue();
		assertThat(tick.get("redis").get("server").asString()).containsPattern("(Redis|Valkey) \\d");
		assertThat(tick.get("place").get("embedded").asBoolean()).isTrue();
		assertThat(tick.get("patterns").get("ratelimit").get("outcomes").has("allowed")).isTrue();
	}

	@Test
	void goesOnWithoutRedisAndRecovers() throws IOException {
		this.redis.kill();

		awaitPattern((pattern) -> !pattern.get("available").asBoolean());
		assertThat(nextTick().get("redis").get("up").asBoolean()).isFalse();
		assertThat(this.http.get("/").status()).isEqualTo(200);
		assertThat(this.http.get("/api/products").status()).isEqualTo(200);
		assertThat(this.http.get("/api/cache/products/7").status()).isEqualTo(200);
		getUntil("/api/cache/products/7", (reply) -> reply.json().get("executions").asInt() == 0);
		assertThat(this.http.get("/api/ratelimit/ping").status()).isEqualTo(200);
		assertThat(pingUntilRefused().status()).isEqualTo(429);
		Http.Reply keys = this.http.get("/api/patterns/ratelimit/redis");
		assertThat(keys.status()).isEqualTo(503);
		assertThat(keys.json().get("title").asString()).isEqualTo("Redis is away");

		this.redis.start();

		awaitPattern((pattern) -> pattern.get("available").asBoolean());
		Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> this.http.post("/api/ratelimit/burst?algorithm=GCRA&count=1")
				.json()
				.get("decidedBy")
				.has("REDIS"));
	}

	@Test
	void survivesWhatTheMenuDoes() {
		assertThat(this.http.post("/api/break/cut").status()).isEqualTo(200);
		assertThat(this.http.post("/api/break/flush-scripts").status()).isEqualTo(200);
		assertThat(this.http.post("/api/ratelimit/burst?algorithm=GCRA&count=20").status()).isEqualTo(200);
		assertThat(this.http.get("/api/break").json().size()).isEqualTo(4);

		assertThat(this.http.post("/api/break/restart").status()).isEqualTo(200);
		awaitPattern((pattern) -> pattern.get("available").asBoolean());
	}

	private Http.Reply buyAGrinder() {
		return getUntil(() -> this.http.post("/api/orders?product=2"), (reply) -> reply.status() != 423);
	}

	private long tokenOfAnOrder() {
		return this.http.post("/api/orders?product=4").json().get("order").get("token").asLong();
	}

	private JsonNode product(long id) {
		return this.http.get("/api/products/" + id).json();
	}

	private JsonNode failingPayments() {
		return this.http.post("/api/circuitbreaker/pay?gateway=FAILING&count=20").json();
	}

	private void awaitPaid() {
		Awaitility.await()
			.atMost(DEADLINE)
			.until(() -> this.http.post("/api/circuitbreaker/pay?gateway=OK").json().get("outcomes").has("PAID"));
	}

	private Http.Reply pingUntilRefused() {
		return getUntil("/api/ratelimit/ping", (reply) -> reply.status() == 429);
	}

	private Http.Reply getUntil(String path, Predicate<Http.Reply> wanted) {
		return getUntil(() -> this.http.get(path), wanted);
	}

	private Http.Reply getUntil(Supplier<Http.Reply> request, Predicate<Http.Reply> wanted) {
		return Awaitility.await().atMost(DEADLINE).pollInterval(Duration.ZERO).until(request::get, wanted);
	}

	private void awaitPattern(Predicate<JsonNode> wanted) {
		Awaitility.await().atMost(DEADLINE).until(() -> wanted.test(this.http.get("/api/patterns").json().get(0)));
	}

	private JsonNode nextTick() throws IOException {
		try (InputStream stream = URI.create(this.http.base() + "/api/live").toURL().openStream();
				Scanner lines = new Scanner(stream, StandardCharsets.UTF_8)) {
			boolean tick = false;
			while (lines.hasNextLine()) {
				String line = lines.nextLine();
				if (tick) {
					return JsonMapper.shared().readTree(line.substring("data:".length()));
				}
				tick = line.equals("event:tick");
			}
		}
		throw new AssertionError("The stream ended");
	}

}
