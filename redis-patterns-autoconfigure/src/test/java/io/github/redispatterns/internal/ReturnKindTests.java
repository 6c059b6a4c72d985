package io.github.redispatterns.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnKindTests {

	@ParameterizedTest
	@ValueSource(classes = { void.class, Void.class, int.class, String.class, Object.class, List.class, Optional.class,
			Future.class, byte[].class })
	void valuesEndAtReturn(Class<?> type) {
		assertThat(ReturnKind.of(type)).isEqualTo(ReturnKind.VALUE);
	}

	@ParameterizedTest
	@ValueSource(classes = { CompletableFuture.class, CompletionStage.class })
	void futuresEndWhenTheyComplete(Class<?> type) {
		assertThat(ReturnKind.of(type)).isEqualTo(ReturnKind.FUTURE);
	}

	@ParameterizedTest
	@ValueSource(classes = { Mono.class, Flux.class, Publisher.class, Flow.Publisher.class })
	void publishersEndWithTheirSubscription(Class<?> type) {
		assertThat(ReturnKind.of(type)).isEqualTo(ReturnKind.REACTIVE);
	}

}
