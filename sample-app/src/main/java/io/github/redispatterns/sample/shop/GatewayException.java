package io.github.redispatterns.sample.shop;

/**
 * The payment gateway failed.
 */
public class GatewayException extends RuntimeException {

	GatewayException(String message) {
		super(message);
	}

}
