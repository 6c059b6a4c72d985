package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;
import io.github.redispatterns.internal.WakeUps;

/**
 * One typed method per script of pools.
 */
final class PoolScripts {

	private static final LuaScript<List<Object>> LEASE = LuaScript.mixed(PoolScripts.class, "lease.lua");

	private static final LuaScript<Long> KEEP = LuaScript.integer(PoolScripts.class, "keep.lua");

	private static final LuaScript<Long> RETURN = LuaScript.integer(PoolScripts.class, "return.lua");

	private static final LuaScript<Long> ABANDON = LuaScript.integer(PoolScripts.class, "abandon.lua");

	private static final LuaScript<Long> LIST = LuaScript.integer(PoolScripts.class, "list.lua");

	private static final LuaScript<Long> RESTOCK = LuaScript.integer(PoolScripts.class, "restock.lua");

	private static final LuaScript<List<Object>> STOCK = LuaScript.mixed(PoolScripts.class, "stock.lua");

	private static final byte[] ZERO = { '0' };

	private final ScriptRunner scripts;

	private final WakeUps wakeUps;

	private final byte[] patience;

	private final long least;

	private final byte[] retention;

	PoolScripts(ScriptRunner scripts, WakeUps wakeUps, Duration patience, Duration retention) {
		this.scripts = scripts;
		this.wakeUps = wakeUps;
		this.patience = PermitScripts.number(patience.toMillis());
		this.least = retention.toMillis();
		this.retention = PermitScripts.number(this.least);
	}

	List<Object> lease(Shelf shelf, byte[] token, Duration lease, boolean waiting) {
		PoolPolicy policy = shelf.policy();
		long quarantine = (policy.onExpiry() == PoolPolicy.OnExpiry.QUARANTINE) ? policy.quarantine().toMillis() : 0;
		return this.scripts.run(LEASE, 6, shelf.free(), shelf.leased(), shelf.holders(), shelf.suspect(), shelf.state(),
				shelf.waiters(), token, PermitScripts.number(lease.toMillis()), PermitScripts.number(policy.version()),
				shelf.digest(), PermitScripts.number(quarantine), retention(lease), waiting ? this.patience : ZERO);
	}

	boolean keep(Shelf shelf, byte[] token, Duration lease) {
		return this.scripts.run(KEEP, 5, shelf.free(), shelf.leased(), shelf.holders(), shelf.suspect(), shelf.state(),
				token, PermitScripts.number(lease.toMillis()), retention(lease)) == 1;
	}

	boolean giveBack(Shelf shelf, byte[] token, String reason) {
		WakeUps.Address address = this.wakeUps.address(shelf.entity());
		return this.scripts.run(RETURN, 6, shelf.free(), shelf.leased(), shelf.holders(), shelf.suspect(),
				shelf.state(), shelf.waiters(), token, PermitScripts.utf8(reason),
				PermitScripts.number(shelf.policy().quarantine().toMillis()), this.retention, address.command(),
				address.channel(), address.topic()) == 1;
	}

	boolean abandon(Shelf shelf, byte[] token) {
		return this.scripts.run(ABANDON, 1, shelf.waiters(), token) == 1;
	}

	/**
	 * List the items of the configuration.
	 * @param shelf of which pool
	 * @return whether nobody else had
	 */
	boolean list(Shelf shelf) {
		List<byte[]> arguments = keys(shelf);
		arguments.remove(arguments.size() - 1);
		arguments.add(PermitScripts.number(shelf.policy().version()));
		arguments.add(shelf.digest());
		arguments.add(this.retention);
		shelf.policy().items().forEach((item) -> arguments.add(PermitScripts.utf8(item)));
		return this.scripts.run(LIST, 5, arguments.toArray(byte[][]::new)) == 1;
	}

	/**
	 * Change the items.
	 * @param shelf of which pool
	 * @param change {@code add}, {@code remove} or {@code trust}
	 * @param items the items
	 * @return how many this concerned, or -1 if they have to be listed first
	 */
	long restock(Shelf shelf, String change, Collection<String> items) {
		WakeUps.Address address = this.wakeUps.address(shelf.entity());
		List<byte[]> arguments = keys(shelf);
		arguments.add(PermitScripts.utf8(change));
		arguments.add(this.retention);
		arguments.addAll(List.of(address.command(), address.channel(), address.topic()));
		items.forEach((item) -> arguments.add(PermitScripts.utf8(item)));
		return this.scripts.run(RESTOCK, 6, arguments.toArray(byte[][]::new));
	}

	List<Object> stock(Shelf shelf) {
		return this.scripts.run(STOCK, 6, shelf.free(), shelf.leased(), shelf.holders(), shelf.suspect(), shelf.state(),
				shelf.waiters());
	}

	// what is lent is not forgotten before it is back
	private byte[] retention(Duration lease) {
		return PermitScripts.number(Math.max(this.least, 3 * lease.toMillis()));
	}

	private static List<byte[]> keys(Shelf shelf) {
		return new ArrayList<>(List.of(shelf.free(), shelf.leased(), shelf.holders(), shelf.suspect(), shelf.state(),
				shelf.waiters()));
	}

	/**
	 * A pool as it lies in Redis.
	 *
	 * @param policy what defines it
	 * @param digest of its items
	 * @param entity what its keys begin with
	 * @param free items to lend
	 * @param leased tokens of holders
	 * @param holders tokens with their items
	 * @param suspect items not to lend
	 * @param state version of the items
	 * @param waiters who waits
	 */
	record Shelf(PoolPolicy policy, byte[] digest, String entity, byte[] free, byte[] leased, byte[] holders,
			byte[] suspect, byte[] state, byte[] waiters) {

		static Shelf of(PoolPolicy policy, SemaphoreKeys.Entity entity) {
			String items = String.join("\n", policy.items().stream().sorted().toList());
			byte[] digest = PermitScripts.utf8(KeySpace.digest(items));
			return new Shelf(policy, digest, entity.text(), entity.facet("free"), entity.facet("leased"),
					entity.facet("holders"), entity.facet("suspect"), entity.facet("state"), entity.facet("waiters"));
		}

	}

}
