package io.github.redispatterns.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Looks at what is stored for a key.
 */
final class Inspection {

	private static final Answer NOTHING = new Answer(Answer.State.NONE, 0, 0, new byte[0]);

	private Inspection() {
	}

	static Optional<CachedValue> of(CacheTiers tiers, String key) {
		LocalEntry remembered = tiers.remembered(key, null);
		Answer answer = tiers.settings().isRemote()
				? tiers.scripts().inspect(tiers.keys().entry(key), tiers.trust().versions()) : NOTHING;
		Envelope envelope = Envelope.decode(answer.value());
		Facts facts = facts(remembered, envelope);
		if (facts == null) {
			return Optional.empty();
		}
		boolean nothing = (envelope != null) ? envelope.isNull() : remembered == null || remembered.value() == null;
		Duration life = Duration.ofMillis(answer.life());
		Duration fresh = life.minus(facts.stale());
		return Optional.of(new CachedValue(remembered != null, envelope != null,
				fresh.isNegative() ? Duration.ZERO : fresh, life, facts.compute(), facts.version(), facts.tags(),
				answer.value().length, nothing, !tiers.view().known().admits(facts, key)));
	}

	/**
	 * Return a value as it is written.
	 * @param tiers the cache
	 * @param key the key
	 * @return JSON, or {@code null} if there is nothing that can be read
	 */
	static @Nullable String json(CacheTiers tiers, String key) {
		LocalEntry remembered = tiers.remembered(key, null);
		if (remembered != null) {
			Object value = remembered.value();
			return (value != null) ? new String(remembered.type().write(value), StandardCharsets.UTF_8) : "null";
		}
		Envelope envelope = tiers.settings().isRemote()
				? Envelope.decode(tiers.scripts().inspect(tiers.keys().entry(key), tiers.trust().versions()).value())
				: null;
		if (envelope == null || envelope.isNull()) {
			return (envelope != null) ? "null" : null;
		}
		byte[] json = envelope.isDeflated()
				? Compression.inflate(envelope.payload(), (int) tiers.settings().maxPayload()) : envelope.payload();
		return (json != null) ? new String(json, StandardCharsets.UTF_8) : null;
	}

	private static @Nullable Facts facts(@Nullable LocalEntry remembered, @Nullable Envelope envelope) {
		if (envelope != null) {
			return envelope.facts();
		}
		return (remembered != null) ? remembered.facts() : null;
	}

}
