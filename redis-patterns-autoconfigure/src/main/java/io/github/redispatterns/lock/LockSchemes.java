package io.github.redispatterns.lock;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import io.github.redispatterns.internal.Require;
import io.github.redispatterns.internal.ScriptRunner;
import org.jspecify.annotations.Nullable;

/**
 * How locks are taken, by their mode and by what they survive.
 */
final class LockSchemes {

	private final Map<LockMode, LockScheme> plain;

	private final Map<LockMode, LockScheme> replicated = new EnumMap<>(LockMode.class);

	private final LockScheme quorum;

	/**
	 * Create the schemes.
	 * @param modes makes the schemes of all modes
	 * @param scripts runs their scripts
	 * @param acknowledged runs them until replicas have acknowledged
	 * @param quorum the scheme of independent servers
	 */
	LockSchemes(Function<ScriptRunner, Map<LockMode, LockScheme>> modes, ScriptRunner scripts,
			ScriptRunner acknowledged, LockScheme quorum) {
		this.plain = modes.apply(scripts);
		modes.apply(acknowledged)
			.forEach((mode, scheme) -> this.replicated.put(mode, new ReplicatedScheme(scheme, of(mode))));
		this.quorum = quorum;
	}

	LockScheme of(LockMode mode, Durability durability) {
		return switch (durability) {
			case NONE -> of(mode);
			case REPLICAS -> found(this.replicated.get(mode), mode);
			case QUORUM -> {
				Require.that(mode == LockMode.MUTEX, "mode", mode, "MUTEX for locks of durability QUORUM");
				yield this.quorum;
			}
		};
	}

	private LockScheme of(LockMode mode) {
		return found(this.plain.get(mode), mode);
	}

	private static LockScheme found(@Nullable LockScheme scheme, LockMode mode) {
		if (scheme == null) {
			throw new IllegalStateException("No scheme for " + mode);
		}
		return scheme;
	}

}
