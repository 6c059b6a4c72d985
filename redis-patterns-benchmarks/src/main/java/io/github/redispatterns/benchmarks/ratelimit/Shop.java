package io.github.redispatterns.benchmarks.ratelimit;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has the starter and a few properties, as users have it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Shop {

	static ConfigurableApplicationContext open(String url, String driver, Map<String, Object> properties) {
		Map<String, Object> all = new TreeMap<>(properties);
		all.put("spring.data.redis.url", url);
		all.put("spring.data.redis.client-type", driver);
		all.put("spring.data.redis.jedis.pool.max-active", Limiter.CONNECTIONS);
		all.put("spring.data.redis.jedis.pool.max-idle", Limiter.CONNECTIONS);
		SpringApplication application = new SpringApplication(Shop.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		return application.run();
	}

}
