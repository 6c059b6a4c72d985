package io.github.redispatterns.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LuaScript;
import io.github.redispatterns.internal.ScriptRunner;

/**
 * One typed method per script.
 */
final class RateLimitScripts {

	private static final LuaScript<Long> GCRA = LuaScript.integer(RateLimitScripts.class, "gcra.lua");

	private static final LuaScript<List<Long>> DECIDE = LuaScript.integers(RateLimitScripts.class, "decide.lua");

	private static final LuaScript<Long> REFUND = LuaScript.integer(RateLimitScripts.class, "refund.lua");

	private static final LuaScript<List<Long>> RESERVE = LuaScript.integers(RateLimitScripts.class, "reserve.lua");

	private static final LuaScript<Long> SETTLE = LuaScript.integer(RateLimitScripts.class, "settle.lua");

	private static final LuaScript<Long> RESET = LuaScript.integer(RateLimitScripts.class, "reset.lua");

	private static final byte[] YES = { '1' };

	private static final byte[] NO = { '0' };

	private final ScriptRunner scripts;

	RateLimitScripts(ScriptRunner scripts) {
		this.scripts = scripts;
	}

	/**
	 * Charge all tiers, or none.
	 * @param policy the policy
	 * @param key who is charged
	 * @param cost how much, 1 or more
	 * @return quotas after the decision
	 */
	List<Quota> take(CompiledPolicy policy, String key, long cost) {
		CompiledTier only = policy.onlyGcra();
		if (only == null) {
			return decide(policy, key, cost, YES);
		}
		byte[] price = (cost == 1) ? only.arguments[2]
				: CompiledTier.ascii(Math.min(cost, only.tier.burst() + 1) * only.one);
		long reply = this.scripts.run(GCRA, 1, only.keys.key(KeySpace.escape(key)), only.arguments[1], price,
				only.arguments[3]);
		return List.of(only.ofDebt(policy.name(), reply, Math.min(cost, only.tier.burst() + 1)));
	}

	/**
	 * Look at all tiers.
	 * @param policy the policy
	 * @param key who would be charged
	 * @param cost how much
	 * @return quotas as they are
	 */
	List<Quota> look(CompiledPolicy policy, String key, long cost) {
		return decide(policy, key, cost, NO);
	}

	private List<Quota> decide(CompiledPolicy policy, String key, long cost, byte[] take) {
		Arguments arguments = new Arguments(policy).tierKeys(key).add(bounded(policy, cost)).add(take).tiers();
		return quotas(policy, this.scripts.run(DECIDE, policy.tiers.length, arguments.done()));
	}

	/**
	 * Give a charge back.
	 * @param policy the policy
	 * @param key who was charged
	 * @param cost how much
	 */
	void refund(CompiledPolicy policy, String key, long cost) {
		Arguments arguments = new Arguments(policy).tierKeys(key).add(bounded(policy, cost)).tiers();
		this.scripts.run(REFUND, policy.tiers.length, arguments.done());
	}

	/**
	 * Charge all tiers until settled.
	 * @param policy the policy
	 * @param key who is charged
	 * @param cost how much
	 * @param id of the reservation
	 * @param hold how long it may stay unsettled
	 * @return quotas, and the hold if they admit
	 */
	Reserved reserve(CompiledPolicy policy, String key, long cost, String id, Duration hold) {
		Arguments arguments = new Arguments(policy).add(policy.holds.key(KeySpace.escape(key)))
			.tierKeys(key)
			.add(bounded(policy, cost))
			.add(id.getBytes(StandardCharsets.US_ASCII))
			.add(CompiledTier.ascii(hold.toMillis()))
			.tiers();
		List<Long> reply = this.scripts.run(RESERVE, 1 + policy.tiers.length, arguments.done());
		StringBuilder text = new StringBuilder(id).append(':').append(cost);
		for (int i = 3 * policy.tiers.length; i < reply.size(); i++) {
			text.append(':').append(reply.get(i));
		}
		return new Reserved(quotas(policy, reply), text.toString());
	}

	/**
	 * Keep a reserved charge or give it back.
	 * @param policy the policy
	 * @param key who was charged
	 * @param hold the reservation
	 * @param keep whether the charge is kept
	 * @return whether it had not been settled before
	 */
	boolean settle(CompiledPolicy policy, String key, String hold, boolean keep) {
		Arguments arguments = new Arguments(policy).add(policy.holds.key(KeySpace.escape(key)))
			.tierKeys(key)
			.add(hold.getBytes(StandardCharsets.US_ASCII))
			.add(keep ? YES : NO)
			.tiers();
		return this.scripts.run(SETTLE, 1 + policy.tiers.length, arguments.done()) == 1;
	}

	/**
	 * Forget what is counted.
	 * @param policy the policy
	 * @param key whose count it is
	 */
	void reset(CompiledPolicy policy, String key) {
		Arguments arguments = new Arguments(policy).add(policy.holds.key(KeySpace.escape(key))).tierKeys(key);
		this.scripts.run(RESET, 1 + policy.tiers.length, arguments.done());
	}

	// a cost that no tier can ever admit is as good as any other such cost, and exact
	private static byte[] bounded(CompiledPolicy policy, long cost) {
		return CompiledTier.ascii(Math.min(cost, policy.largestBurst() + 1));
	}

	private static List<Quota> quotas(CompiledPolicy policy, List<Long> reply) {
		CompiledTier[] tiers = policy.tiers;
		List<Quota> quotas = new ArrayList<>(tiers.length);
		for (int i = 0; i < tiers.length; i++) {
			quotas.add(tiers[i].of(policy.name(), reply.get(3 * i), reply.get(3 * i + 1), reply.get(3 * i + 2)));
		}
		return List.copyOf(quotas);
	}

	/**
	 * A reserved charge.
	 *
	 * @param quotas quotas after the decision
	 * @param hold what to settle, if they admit
	 */
	record Reserved(List<Quota> quotas, String hold) {
	}

	/** Collects keys and values of one call. */
	private static final class Arguments {

		private final CompiledPolicy policy;

		private final List<byte[]> values = new ArrayList<>();

		Arguments(CompiledPolicy policy) {
			this.policy = policy;
		}

		Arguments add(byte[] value) {
			this.values.add(value);
			return this;
		}

		Arguments tierKeys(String key) {
			String escaped = KeySpace.escape(key);
			for (CompiledTier tier : this.policy.tiers) {
				this.values.add(tier.keys.key(escaped));
			}
			return this;
		}

		Arguments tiers() {
			for (CompiledTier tier : this.policy.tiers) {
				this.values.addAll(List.of(tier.arguments));
			}
			return this;
		}

		byte[][] done() {
			return this.values.toArray(new byte[0][]);
		}

	}

}
