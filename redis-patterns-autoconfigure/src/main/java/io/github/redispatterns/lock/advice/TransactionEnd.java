package io.github.redispatterns.lock.advice;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets a call hold its locks until the transaction of its thread has ended; loaded only
 * where transactions are.
 *
 * @param call the call
 */
record TransactionEnd(LockedCall call) implements TransactionSynchronization {

	static boolean isAhead() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive();
	}

	static void await(LockedCall call) {
		call.awaitTransaction();
		TransactionSynchronizationManager.registerSynchronization(new TransactionEnd(call));
	}

	@Override
	public void beforeCommit(boolean readOnly) {
		this.call.beforeCommit();
	}

	@Override
	public void afterCompletion(int status) {
		// what was lost was told to the method or to the commit, or came too late for
		// both
		this.call.leave();
	}

}
