package io.github.redispatterns.benchmarks.harness;

import java.util.List;
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
public class Shop {

	/** Connections that a pooled client may open: one for each thread of any row. */
	public static final int CONNECTIONS = 64;

	/**
	 * Start the application.
	 * @param url address of the redis-server
	 * @param driver name of the driver
	 * @param properties what it sets
	 * @param beans classes of its beans
	 * @return its context
	 */
	public static ConfigurableApplicationContext open(String url, String driver, Map<String, Object> properties,
			Class<?>... beans) {
		Map<String, Object> all = new TreeMap<>(properties);
		all.put("spring.data.redis.url", url);
		all.put("spring.data.redis.client-type", driver);
		all.put("spring.data.redis.jedis.pool.max-active", CONNECTIONS);
		all.put("spring.data.redis.jedis.pool.max-idle", CONNECTIONS);
		SpringApplication application = new SpringApplication(Shop.class);
		application.addPrimarySources(List.of(beans));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(all);
		return application.run();
	}

}
