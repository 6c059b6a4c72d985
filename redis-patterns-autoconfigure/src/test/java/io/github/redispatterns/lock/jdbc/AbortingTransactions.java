package io.github.redispatterns.lock.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A data source whose transactions are of no more use after a failed statement, as those
 * of PostgreSQL, until they are rolled back, as a whole or to a savepoint.
 */
final class AbortingTransactions extends DelegatingDataSource {

	AbortingTransactions(DataSource target) {
		super(target);
	}

	@Override
	public Connection getConnection() throws SQLException {
		AtomicBoolean aborted = new AtomicBoolean();
		return aborting(Connection.class, super.getConnection(), aborted);
	}

	@SuppressWarnings("unchecked")
	private static <T> T aborting(Class<T> type, T target, AtomicBoolean aborted) {
		return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					if (method.getName().equals("rollback")) {
						aborted.set(false);
					}
					if (aborted.get() && method.getName().startsWith("execute")) {
						throw new SQLException("current transaction is aborted", "25P02");
					}
					try {
						Object result = method.invoke(target, arguments);
						if (result instanceof Savepoint) {
							return result;
						}
						if (result instanceof PreparedStatement statement) {
							return aborting(PreparedStatement.class, statement, aborted);
						}
						return (result instanceof Statement statement) ? aborting(Statement.class, statement, aborted)
								: result;
					}
					catch (InvocationTargetException ex) {
						aborted.compareAndSet(false, method.getName().startsWith("execute"));
						throw ex.getCause();
					}
				});
	}

}
