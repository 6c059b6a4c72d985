package io.github.redispatterns.lock.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.regex.Pattern;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.Require;
import io.github.redispatterns.lock.Fence;
import io.github.redispatterns.lock.FencingGuard;
import io.github.redispatterns.lock.Passage;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Fences a transaction: the highest token of a resource is a row that the transaction
 * changes and therefore holds until it ends.
 * <p>
 * Writers of one resource so end one after the other, in the order of their tokens. A
 * stale one is refused, and {@link #pass} rolls its transaction back by its exception.
 * The table has no time to live: one row per resource remains.
 *
 * <pre>{@code
 * create table redis_patterns_fence (resource varchar(255) primary key, token bigint not null)
 * }</pre>
 *
 * Its collation must tell upper and lower case apart, which is what PostgreSQL, H2 and
 * Oracle do by themselves.
 */
public final class JdbcFencingGuard implements FencingGuard {

	private static final Pattern TABLE = Pattern
		.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");

	private static final int LONGEST_RESOURCE = 255;

	/** Each round begins because another writer came first; there are no endless ones. */
	private static final int ROUNDS = 10;

	private final JdbcOperations jdbc;

	private final String update;

	private final String insert;

	private final String select;

	/**
	 * Create a guard.
	 * @param jdbc of the data source in whose transactions it stands
	 * @param table the table, with its schema if need be
	 */
	public JdbcFencingGuard(JdbcOperations jdbc, String table) {
		requireTable(table, "table");
		this.jdbc = jdbc;
		this.update = "update %s set token = ? where resource = ? and token <= ?".formatted(table);
		this.insert = "insert into %s (resource, token) values (?, ?)".formatted(table);
		this.select = "select token from %s where resource = ?".formatted(table);
	}

	static void requireTable(String table, String place) {
		Require.that(TABLE.matcher(table).matches(), place, table,
				"a name of letters, digits and underscores, up to two dots between them");
	}

	/**
	 * Let a token pass and remember it, unless a larger one was seen. Needs a
	 * transaction, which then holds the resource until it ends.
	 * @param fence the token
	 * @return whether it passed; if not, roll back
	 * @throws IllegalStateException without a transaction
	 */
	@Override
	public Passage tryPass(Fence fence) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("No transaction to fence for '%s': call the guard in the one that writes"
				.formatted(fence.resource()));
		}
		String resource = resource(fence);
		for (int round = 0; round < ROUNDS; round++) {
			if (this.jdbc.update(this.update, fence.token(), resource, fence.token()) > 0) {
				return new Passage.Passed(fence);
			}
			List<Long> seen = this.jdbc.queryForList(this.select, Long.class, resource);
			if (seen.isEmpty()) {
				if (insert(resource, fence.token())) {
					return new Passage.Passed(fence);
				}
			}
			else if (seen.get(0) > fence.token()) {
				return new Passage.Stale(fence, seen.get(0));
			}
		}
		throw new CannotAcquireLockException("Others kept changing the fence of '%s'".formatted(fence.resource()));
	}

	private boolean insert(String resource, long token) {
		return Boolean.TRUE.equals(this.jdbc.execute((java.sql.Connection connection) -> {
			// PostgreSQL forgets a failed statement only up to a savepoint
			Savepoint before = connection.setSavepoint();
			try (PreparedStatement statement = connection.prepareStatement(this.insert)) {
				statement.setString(1, resource);
				statement.setLong(2, token);
				statement.executeUpdate();
				return true;
			}
			catch (SQLException ex) {
				connection.rollback(before);
				if (isDuplicate(ex)) {
					return false;
				}
				throw ex;
			}
		}));
	}

	private static boolean isDuplicate(SQLException failure) {
		String state = failure.getSQLState();
		return state != null && state.startsWith("23");
	}

	private static String resource(Fence fence) {
		String resource = fence.resource();
		return (resource.length() <= LONGEST_RESOURCE) ? resource : KeySpace.digest(resource);
	}

}
