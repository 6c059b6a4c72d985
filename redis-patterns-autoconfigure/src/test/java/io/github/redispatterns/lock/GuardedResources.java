package io.github.redispatterns.lock;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * What locks protect in the history check, in Redis and in SQL: each refuses a token that
 * is smaller than one it has seen, and keeps a journal of what it took.
 */
final class GuardedResources implements AutoCloseable {

	private static final RedisScript<Long> WRITE = RedisScript.of("""
			if tonumber(ARGV[1]) < tonumber(redis.call('GET', KEYS[1]) or 0) then
			  return 0
			end
			redis.call('SET', KEYS[1], ARGV[1], 'PX', 3600000)
			redis.call('RPUSH', KEYS[2], ARGV[1])
			redis.call('PEXPIRE', KEYS[2], 3600000)
			return 1
			""", Long.class);

	private final Connection connection;

	GuardedResources(String url) throws SQLException {
		this.connection = DriverManager.getConnection(url);
		this.connection.setAutoCommit(false);
	}

	static void create(String url, List<String> keys) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute("create table guarded (name varchar(50) primary key, token bigint not null)");
			statement.execute("create table journal (id identity, name varchar(50), token bigint)");
			for (String key : keys) {
				statement.execute("insert into guarded values ('" + key + "', 0)");
			}
		}
	}

	static List<Long> journal(String url, String key) throws SQLException {
		List<Long> tokens = new ArrayList<>();
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("select token from journal where name = '" + key + "' order by id")) {
			while (rows.next()) {
				tokens.add(rows.getLong(1));
			}
		}
		return tokens;
	}

	static String tokenKey(String key) {
		return "test:history:{" + key + "}:token";
	}

	static String journalKey(String key) {
		return "test:history:{" + key + "}:journal";
	}

	static boolean write(StringRedisTemplate redis, String key, long token) {
		return redis.execute(WRITE, List.of(tokenKey(key), journalKey(key)), Long.toString(token)) == 1;
	}

	boolean write(String key, long token) throws SQLException {
		try (PreparedStatement update = this.connection
			.prepareStatement("update guarded set token = ? where name = ? and token <= ?");
				PreparedStatement insert = this.connection
					.prepareStatement("insert into journal (name, token) values (?, ?)")) {
			update.setLong(1, token);
			update.setString(2, key);
			update.setLong(3, token);
			boolean taken = update.executeUpdate() == 1;
			if (taken) {
				insert.setString(1, key);
				insert.setLong(2, token);
				insert.executeUpdate();
			}
			this.connection.commit();
			return taken;
		}
		catch (SQLException ex) {
			this.connection.rollback();
			throw ex;
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
