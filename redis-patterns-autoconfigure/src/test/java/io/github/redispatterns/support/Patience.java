package io.github.redispatterns.support;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets whatever a test awaits take the time that a machine may need which is busy with
 * something else. It costs nothing where all is well.
 */
public final class Patience implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(Deadline.GENEROUS);
	}

}
