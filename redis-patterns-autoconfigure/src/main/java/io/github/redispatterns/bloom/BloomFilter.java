package io.github.redispatterns.bloom;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A set that forgets nothing it was told and sometimes believes to know what it was not.
 * <p>
 * What was added is never {@link Presence#ABSENT}: not while others add, not while the
 * filter grows, rotates or is rebuilt, and not after Redis lost a part of it. What was
 * not added is {@link Presence#MAYBE} with the error rate of the filter. A call is one
 * command for each 500 items. A change that Redis did not confirm always throws
 * {@link io.github.redispatterns.RedisUnavailableException}, because an item that was
 * dropped in silence would later be called absent.
 */
public interface BloomFilter {

	/**
	 * Return the name.
	 * @return the name
	 */
	String name();

	/**
	 * Return what the filter is like.
	 * @return the specification
	 */
	BloomSpec spec();

	/**
	 * Add an item.
	 * @param item any text
	 * @return whether it was certainly not there before; {@code false} as well if the
	 * filter waits for its first rebuild
	 * @throws BloomFullException if there is no room
	 */
	boolean add(String item);

	/**
	 * Add items.
	 * @param items any texts
	 * @return how many were certainly not there before
	 * @throws BloomFullException if there was no room for some; the others are added
	 */
	long addAll(Collection<String> items);

	/**
	 * Add an item if it is not there: {@code true} is returned to at most one caller of
	 * all instances, and to none if the item looks like another one.
	 * @param item any text
	 * @return whether the caller is the first
	 * @throws BloomFullException if there is no room
	 */
	boolean claim(String item);

	/**
	 * Look for an item.
	 * @param item any text
	 * @return what the filter says of it
	 */
	Presence check(String item);

	/**
	 * Look for items.
	 * @param items any texts
	 * @return what the filter says of each
	 */
	Map<String, Presence> check(Collection<String> items);

	/**
	 * Look for an item.
	 * @param item any text
	 * @return {@code false} if it was certainly not added
	 */
	boolean mightContain(String item);

	/**
	 * Look for items.
	 * @param items any texts
	 * @return those that are not certainly absent
	 */
	Set<String> mightContain(Collection<String> items);

	/**
	 * Build the filter anew beside the one that answers, and switch at the end.
	 * <p>
	 * What anybody adds meanwhile goes to both. A rebuild that fails or whose instance
	 * dies changes nothing.
	 * @param items opens the items; called after the rebuild began, so that nothing which
	 * is added after they were read is missed. The stream is closed.
	 * @return how many items were read, or nothing if another rebuild is running
	 * @throws BloomFullException if they are too many
	 * @throws IllegalStateException if a batch took longer than
	 * {@code redis-patterns.bloom.rebuild-lease}, or Redis lost what was built
	 */
	OptionalLong rebuild(Supplier<? extends Stream<String>> items);

	/**
	 * Start anew: empty, and complete from now on.
	 */
	void clear();

	/**
	 * Delete the filter from Redis; it answers {@link Presence#UNKNOWN} from then on.
	 * @return whether it was there
	 */
	boolean delete();

	/**
	 * Look how full it is.
	 * @return what Redis holds
	 */
	BloomInfo info();

}
