package io.github.redispatterns;

/**
 * An annotation or a property says something that a pattern cannot do.
 * <p>
 * Thrown at start-up where it can be known then, otherwise at the first call. The message
 * names the place, the value it found and what is allowed.
 */
public class PatternConfigurationException extends IllegalArgumentException {

	private final String place;

	private final String action;

	/**
	 * Create the exception.
	 * @param place the annotation with its method, or the property
	 * @param problem what was found there and what is allowed
	 * @param action what to change
	 */
	public PatternConfigurationException(String place, String problem, String action) {
		super(place + " " + problem + ". " + action);
		this.place = place;
		this.action = action;
	}

	/**
	 * Return the annotation with its method, or the property.
	 * @return the place to look at
	 */
	public String getPlace() {
		return this.place;
	}

	/**
	 * Return what to change.
	 * @return the advice
	 */
	public String getAction() {
		return this.action;
	}

}
