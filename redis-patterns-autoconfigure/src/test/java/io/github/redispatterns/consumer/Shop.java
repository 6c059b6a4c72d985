package io.github.redispatterns.consumer;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redispatterns.ratelimit.By;
import io.github.redispatterns.ratelimit.RateLimited;
import io.github.redispatterns.ratelimit.WhenUnavailable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * A service with limited methods.
 */
@Service
public class Shop {

	@RateLimited(limit = 5, period = "10s", by = By.IP)
	public String ping() {
		return "pong";
	}

	// tag::tiers[]
	@RateLimited(limit = 10, period = "1s", key = "#user.id")
	@RateLimited(limit = 1000, period = "1h", key = "#user.id")
	public Quote quote(User user) {
		return new Quote(user.id(), 42);
	}
	// end::tiers[]

	@RateLimited(value = "api", key = "#customer", cost = "#items.size()")
	public CompletableFuture<String> export(String customer, List<String> items) {
		return CompletableFuture.completedFuture("done");
	}

	// tag::outcome[]
	@RateLimited(value = "login", key = "#name", countWhen = "#error != null")
	public Session login(String name, String password) {
		return authenticate(name, password);
	}
	// end::outcome[]

	@RateLimited(limit = 100, period = "1m", maxWait = "200ms", whenUnavailable = WhenUnavailable.LOCAL)
	public Mono<String> callPartner() {
		return Mono.just("answer");
	}

	// tag::composed[]
	@PerCustomer
	public List<String> search(String customer, String text) {
		return List.of();
	}
	// end::composed[]

	private Session authenticate(String name, String password) {
		if (!password.equals("open sesame")) {
			throw new IllegalArgumentException("Wrong password of " + name);
		}
		return new Session(name);
	}

	/**
	 * Who asks.
	 *
	 * @param id the id
	 */
	public record User(String id) {
	}

	/**
	 * A price.
	 *
	 * @param user whose price it is
	 * @param price the price
	 */
	public record Quote(String user, long price) {
	}

	/**
	 * Somebody who is logged in.
	 *
	 * @param name the name
	 */
	public record Session(String name) {
	}

}
