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
// tag::annotations[]
@Service
public class Shop {

	@RateLimited(limit = 5, period = "10s", by = By.IP)
	public String ping() {
		return "pong";
	}

	@RateLimited(key = "#customer", limit = 10, period = "1s")
	@RateLimited(key = "#customer", limit = 1000, period = "1h", burst = 1000)
	public void order(String customer, List<String> items) {
	}

	@RateLimited(value = "export", key = "#customer", cost = "#items.size()")
	public CompletableFuture<String> export(String customer, List<String> items) {
		return CompletableFuture.completedFuture("done");
	}

	@RateLimited(key = "#user", limit = 5, period = "15m", countWhen = "#error != null")
	public void logIn(String user, String password) {
	}

	@RateLimited(limit = 100, period = "1m", maxWait = "200ms", whenUnavailable = WhenUnavailable.LOCAL)
	public Mono<String> callPartner() {
		return Mono.just("answer");
	}

	@PerCustomer
	public void search(String customer, String text) {
	}

}
// end::annotations[]
