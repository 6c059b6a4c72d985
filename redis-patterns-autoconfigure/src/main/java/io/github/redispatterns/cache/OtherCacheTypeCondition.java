package io.github.redispatterns.cache;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Leaves the caches to Spring Boot where {@code spring.cache.type} says which ones are
 * wanted, {@code none} included.
 */
final class OtherCacheTypeCondition extends SpringBootCondition {

	private static final String PROPERTY = "spring.cache.type";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String type = context.getEnvironment().getProperty(PROPERTY);
		ConditionMessage.Builder message = ConditionMessage.forCondition("Redis Patterns caches");
		return StringUtils.hasText(type) ? ConditionOutcome.noMatch(message.found(PROPERTY).items(type))
				: ConditionOutcome.match(message.didNotFind(PROPERTY).atAll());
	}

}
