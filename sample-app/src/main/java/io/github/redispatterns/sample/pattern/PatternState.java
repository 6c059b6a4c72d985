package io.github.redispatterns.sample.pattern;

/**
 * A pattern in the list of patterns.
 *
 * @param name name, as in properties and keys
 * @param group group of the docs it belongs to
 * @param title what a person calls it
 * @param promise what it promises
 * @param enabled whether the application has it switched on
 * @param available whether it has its Redis; if not it does what its policies say
 * @param api path below which its calls live
 * @param docs path of its page
 * @param actuator path of its Actuator endpoint
 */
record PatternState(String name, String group, String title, String promise, boolean enabled, boolean available,
		String api, String docs, String actuator) {

	static PatternState of(PatternCard card, boolean shared) {
		return new PatternState(card.name(), card.group(), card.title(), card.promise(), card.enabled(),
				card.enabled() && shared, "/api/" + card.name(), "/docs.html?page=" + card.name(),
				"/actuator/" + card.endpoint());
	}

}
