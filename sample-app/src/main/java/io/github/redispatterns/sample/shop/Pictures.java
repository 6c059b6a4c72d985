package io.github.redispatterns.sample.shop;

import io.github.redispatterns.semaphore.DistributedSemaphore;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Service;

/**
 * Pictures of products, which keep a processor busy: so many at a time and not more.
 */
@Service
public class Pictures {

	private final LongTaskTimer running;

	Pictures(MeterRegistry meters) {
		this.running = LongTaskTimer.builder("sample.renderings")
			.description("Pictures that this instance is rendering")
			.register(meters);
	}

	// tag::semaphore[]
	@DistributedSemaphore(name = "render")
	public String render(long product) {
		return this.running.record(() -> JuliaSet.of(product).svg());
	}
	// end::semaphore[]

}
