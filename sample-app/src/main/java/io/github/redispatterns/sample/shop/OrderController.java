package io.github.redispatterns.sample.shop;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The checkout. The lock is given back before the gateway is called, however slow that
 * is.
 */
@RestController
@RequestMapping("/api/orders")
class OrderController {

	private static final int MOST = 100;

	private final Stock stock;

	private final Payments payments;

	OrderController(Stock stock, Payments payments) {
		this.stock = stock;
		this.payments = payments;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Receipt checkout(@RequestParam long product, @RequestParam(defaultValue = "1") int quantity) {
		if (quantity < 1 || quantity > MOST) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'quantity' is %d, allowed are 1 to %d".formatted(quantity, MOST));
		}
		Order order = take(product, quantity);
		return new Receipt(order, this.payments.pay(Long.toString(order.id()), order.cents()));
	}

	private Order take(long product, int quantity) {
		try {
			return this.stock.take(product, quantity, 0)
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT,
						"There are not %d of product %d left".formatted(quantity, product)));
		}
		catch (EmptyResultDataAccessException ex) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product %d".formatted(product), ex);
		}
	}

	/**
	 * What was bought, and whether it is paid.
	 *
	 * @param order the order
	 * @param payment its payment
	 */
	record Receipt(Order order, Payment payment) {
	}

}
