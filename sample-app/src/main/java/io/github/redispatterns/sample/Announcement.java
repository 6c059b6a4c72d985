package io.github.redispatterns.sample;

import io.github.redispatterns.sample.redis.RedisAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where to look, as the last line of the start.
 */
@Component
class Announcement {

	private static final Log logger = LogFactory.getLog(Announcement.class);

	private final RedisAddress address;

	Announcement(RedisAddress address) {
		this.address = address;
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
			logger.info("Redis is %s. Open http://localhost:%d/".formatted(this.address.description(),
					web.getWebServer().getPort()));
		}
	}

}
