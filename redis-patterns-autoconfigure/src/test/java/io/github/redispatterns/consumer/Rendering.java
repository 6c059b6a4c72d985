package io.github.redispatterns.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.redispatterns.semaphore.DistributedSemaphore;
import io.github.redispatterns.semaphore.LeasedFrom;
import io.github.redispatterns.semaphore.LeasedItem;
import io.github.redispatterns.semaphore.Permit;
import io.github.redispatterns.semaphore.PermitDecision;
import io.github.redispatterns.semaphore.PermitRequest;
import io.github.redispatterns.semaphore.Resize;
import io.github.redispatterns.semaphore.SemaphorePolicy;
import io.github.redispatterns.semaphore.Semaphores;

/**
 * Work of which only so much may be done at a time.
 */
public class Rendering {

	private final Semaphores semaphores;

	public Rendering(Semaphores semaphores) {
		this.semaphores = semaphores;
		// tag::policy[]
		semaphores.register(SemaphorePolicy.of("import", 3).withFair().withWait(Duration.ofSeconds(10)));
		// end::policy[]
	}

	// tag::method[]
	@DistributedSemaphore(name = "render", weight = "#pages > 100 ? 3 : 1", waitTime = "2s")
	public byte[] render(String document, int pages) {
		return paint(document, pages);
	}
	// end::method[]

	// tag::skip[]
	@DistributedSemaphore(permits = "1", key = "#tenant", onFull = DistributedSemaphore.OnFull.SKIP)
	public void synchronise(String tenant) {
		this.semaphores.policies();
	}
	// end::skip[]

	// tag::item[]
	public String print(String document, @LeasedFrom("printers") LeasedItem printer) {
		try {
			return send(document, printer.item());
		}
		catch (IllegalStateException ex) {
			printer.fail(ex.getMessage());
			throw ex;
		}
	}
	// end::item[]

	// tag::decide[]
	public String load(String file) throws InterruptedException {
		PermitDecision decision = this.semaphores.tryAcquire(PermitRequest.of("import"));
		if (decision instanceof PermitDecision.Full full) {
			return full.inUse() + " imports run already";
		}
		try (Permit permit = decision.orElseThrow()) {
			permit.onLost((cause) -> System.err.println("Stop importing " + file + ": " + cause));
			return "imported";
		}
	}
	// end::decide[]

	// tag::several[]
	public <T> T both(Callable<T> work) throws Exception {
		List<PermitRequest> requests = List.of(PermitRequest.of("render"), PermitRequest.of("import").withWeight(2));
		try (Permit both = this.semaphores.tryAcquireAll(requests).orElseThrow()) {
			return work.call();
		}
	}
	// end::several[]

	// tag::resize[]
	public void night() {
		this.semaphores.resize(Resize.of("render", 12, "night shift"));
	}
	// end::resize[]

	private byte[] paint(String document, int pages) {
		return new byte[document.length() * pages];
	}

	private String send(String document, String printer) {
		return printer + " prints " + document;
	}

}
