package io.github.redispatterns.sample;

import java.io.IOException;

import io.github.redispatterns.sample.embedded.EmbeddedRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class NamedRedisIT {

	private static final EmbeddedRedis SERVER = new EmbeddedRedis();

	@LocalServerPort
	private int port;

	@Autowired
	private ObjectProvider<EmbeddedRedis> embedded;

	@DynamicPropertySource
	static void nameTheServer(DynamicPropertyRegistry properties) {
		properties.add("spring.data.redis.url", () -> "redis://127.0.0.1:" + SERVER.port());
	}

	@AfterAll
	static void stopServer() throws IOException {
		SERVER.close();
	}

	@Test
	void usesTheServerThatIsNamedAndNeitherPausesNorKillsIt() {
		Http http = new Http(this.port);

		assertThat(this.embedded.getIfAvailable()).isNull();
		assertThat(http.post("/api/ratelimit/burst?algorithm=GCRA&count=1").json().get("decidedBy").has("REDIS"))
			.isTrue();
		assertThat(http.get("/api/break").json().get(0).get("possible").asBoolean()).isFalse();
		Http.Reply pause = http.post("/api/break/pause");
		assertThat(pause.status()).isEqualTo(409);
		assertThat(pause.json().get("detail").asString()).contains("spring.data.redis");
		assertThat(http.post("/api/break/restart").status()).isEqualTo(409);
		assertThat(http.post("/api/break/cut").status()).isEqualTo(200);
	}

}
