package io.github.redispatterns.semaphore;

/**
 * An item of a pool that is held, by whoever has this object.
 */
public interface LeasedItem extends Permit {

	/**
	 * Return which item.
	 * @return the item
	 */
	String item();

	/**
	 * Give it back because it does not work: it is suspect and not lent until the pool's
	 * quarantine ends, or an operator trusts it again.
	 * @param reason for operators
	 */
	void fail(String reason);

}
