package io.github.redispatterns.cache;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets a write to a cache wait for the commit of the transaction in which it happens.
 */
final class AfterCommit {

	private AfterCommit() {
	}

	/**
	 * Tell whether there is a commit to wait for.
	 * @return whether a transaction of this thread may have changed something
	 */
	static boolean isDue() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()
				&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly();
	}

	/**
	 * Run after the commit.
	 * @param committed what to run
	 * @param rolledBack what to run instead if there is no commit
	 */
	static void run(Runnable committed, Runnable rolledBack) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				((status == STATUS_COMMITTED) ? committed : rolledBack).run();
			}

		});
	}

}
