package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener that remembers in one order what it was told.
 */
class NewsEar implements Broadcasts.Listener {

	static final String MISSED = "(missed)";

	private final List<String> told = new CopyOnWriteArrayList<>();

	@Override
	public void received(byte[] body) {
		this.told.add(new String(body, StandardCharsets.UTF_8));
	}

	@Override
	public void missed() {
		this.told.add(MISSED);
	}

	List<String> told() {
		return this.told;
	}

	List<String> received() {
		return this.told.stream().filter((each) -> !each.equals(MISSED)).toList();
	}

	long missedTimes() {
		return this.told.stream().filter(MISSED::equals).count();
	}

	void forget() {
		this.told.clear();
	}

}
