package io.github.redispatterns.cache;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads a table through a cache, and writes it.
 */
public class TransactedService {

	private final JdbcTemplate jdbc;

	private final AtomicInteger reads = new AtomicInteger();

	TransactedService(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
		jdbc.execute("CREATE TABLE title (id VARCHAR(36) PRIMARY KEY, text VARCHAR(100))");
	}

	AtomicInteger reads() {
		return this.reads;
	}

	void write(String id, String text) {
		this.jdbc.update("MERGE INTO title KEY (id) VALUES (?, ?)", id, text);
	}

	@Cacheable("titles")
	public String find(String id) {
		this.reads.incrementAndGet();
		return this.jdbc.queryForObject("SELECT text FROM title WHERE id = ?", String.class, id);
	}

	@Transactional
	@CachePut(cacheNames = "titles", key = "#p0")
	public String rename(String id, String text) {
		write(id, text);
		return text;
	}

	@Transactional
	@CacheEvict(cacheNames = "titles", key = "#p0")
	public void change(String id, String text) {
		write(id, text);
	}

	@CacheEvict(cacheNames = "titles", key = "#p0", beforeInvocation = true)
	public void changeAfterEviction(String id, String text) {
		write(id, text);
	}

}
