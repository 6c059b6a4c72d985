package io.github.redispatterns.bloom;

import java.util.List;

import io.github.redispatterns.RedisUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/redisbloom}: how full filters are, and, with
 * {@code management.endpoint.redisbloom.access=unrestricted}, clear and delete.
 */
@Endpoint(id = "redisbloom", defaultAccess = Access.READ_ONLY)
public final class BloomFiltersEndpoint {

	private final BloomFilters filters;

	BloomFiltersEndpoint(BloomFilters filters) {
		this.filters = filters;
	}

	/**
	 * List the filters that this instance knows.
	 * @return the report
	 */
	@ReadOperation
	public Report report() {
		List<String> names = this.filters.all().stream().map(BloomFilter::name).toList();
		try {
			return new Report(true, names, this.filters.all().stream().map(BloomFilter::info).toList());
		}
		catch (RedisUnavailableException ex) {
			return new Report(false, names, List.of());
		}
	}

	/**
	 * Look how full a filter is.
	 * @param name name of the filter
	 * @return the filter, or {@code null} if there is no such filter
	 */
	@ReadOperation
	public @Nullable Detail look(@Selector String name) {
		BloomFilter filter = known(name);
		if (filter == null) {
			return null;
		}
		try {
			return new Detail(true, filter.spec(), filter.info());
		}
		catch (RedisUnavailableException ex) {
			return new Detail(false, filter.spec(), null);
		}
	}

	/**
	 * Start a filter anew, empty and complete.
	 * @param name name of the filter
	 * @return the filter
	 */
	@WriteOperation
	public @Nullable Detail clear(@Selector String name) {
		needed(name).clear();
		return look(name);
	}

	/**
	 * Delete a filter from Redis, so that it is unknown what it held.
	 * @param name name of the filter
	 */
	@DeleteOperation
	public void delete(@Selector String name) {
		needed(name).delete();
	}

	private BloomFilter needed(String name) {
		BloomFilter filter = known(name);
		if (filter == null) {
			String message = "There is no Bloom filter '" + name + "'";
			throw new InvalidEndpointRequestException(message, message);
		}
		return filter;
	}

	private @Nullable BloomFilter known(String name) {
		return this.filters.all().stream().filter((filter) -> filter.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * The filters.
	 *
	 * @param available whether Redis answered
	 * @param names names of the filters
	 * @param filters what Redis holds of them
	 */
	public record Report(boolean available, List<String> names, List<BloomInfo> filters) {
	}

	/**
	 * One filter.
	 *
	 * @param available whether Redis answered
	 * @param spec what it is like
	 * @param info what Redis holds of it
	 */
	public record Detail(boolean available, BloomSpec spec, @Nullable BloomInfo info) {
	}

}
