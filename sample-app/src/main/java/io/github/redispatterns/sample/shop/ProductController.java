package io.github.redispatterns.sample.shop;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The products over HTTP.
 */
@RestController
@RequestMapping("/api/products")
class ProductController {

	private final Catalogue catalogue;

	private final Pictures pictures;

	ProductController(Catalogue catalogue, Pictures pictures) {
		this.catalogue = catalogue;
		this.pictures = pictures;
	}

	@GetMapping
	List<Product> products() {
		return this.catalogue.all();
	}

	@GetMapping("/{id}")
	Product product(@PathVariable long id) {
		return this.catalogue.find(id)
			.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product %d".formatted(id)));
	}

	@GetMapping(path = "/{id}/picture", produces = "image/svg+xml")
	String picture(@PathVariable long id) {
		return this.pictures.render(id);
	}

}
