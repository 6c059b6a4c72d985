package io.github.redispatterns.lock.advice;

import java.time.Duration;
import java.util.List;

import io.github.redispatterns.internal.MethodExpression;
import io.github.redispatterns.internal.MethodExpression.Call;
import io.github.redispatterns.lock.LockRequest;

/**
 * What one annotation asks for.
 *
 * @param template the request without its keys
 * @param keys expressions that give the keys
 * @param patience longest wait, with what settings say
 * @param isNamedByMethod whether nobody gave it a name
 */
record LockPlan(LockRequest template, List<MethodExpression> keys, Duration patience, boolean isNamedByMethod) {

	String name() {
		return this.template.name();
	}

	LockRequest request(Call call) {
		if (this.keys.isEmpty()) {
			return this.template;
		}
		List<String> texts = this.keys.stream().flatMap((key) -> key.evaluateKeys(call).stream()).distinct().toList();
		return new LockRequest(name(), texts, this.template.mode(), this.template.waitTime(), this.template.lease(),
				this.template.renewed(), this.template.minHold(), this.template.maxHold(), this.template.durability());
	}

}
