package io.github.redispatterns.sample.pattern;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One pattern as the page shows it. A new pattern brings one of these, a controller below
 * {@code /api/<name>} and a module in {@code dashboard/cards}.
 */
public interface PatternCard {

	/**
	 * Return the name, as in properties and keys.
	 * @return such as {@code ratelimit}
	 */
	String name();

	/**
	 * Return the group of the docs it belongs to.
	 * @return such as {@code Coordination}
	 */
	String group();

	/**
	 * Return what a person calls it.
	 * @return such as {@code Rate limiting}
	 */
	String title();

	/**
	 * Return what it promises.
	 * @return one line
	 */
	String promise();

	/**
	 * Whether the application has it switched on.
	 * @return whether its beans are there
	 */
	boolean enabled();

	/**
	 * Return the id of its Actuator endpoint.
	 * @return such as {@code redisratelimits}
	 */
	String endpoint();

	/**
	 * Return the code that does what the buttons do.
	 * @return parts of this application's own sources
	 */
	List<Snippet> code();

	/**
	 * Return what the card shows now. Asked once a second, so cheap; every figure comes
	 * from meters, Actuator or Redis.
	 * @param shared whether patterns have Redis now
	 * @return anything that becomes JSON, or {@code null} while it is switched off
	 */
	@Nullable Object live(boolean shared);

}
