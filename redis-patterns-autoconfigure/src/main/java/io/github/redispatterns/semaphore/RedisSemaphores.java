package io.github.redispatterns.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.redispatterns.PatternConfigurationException;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Semaphores in Redis.
 */
final class RedisSemaphores implements Semaphores {

	private final Map<String, SemaphorePolicy> policies = new ConcurrentSkipListMap<>();

	private final LeaseContext context;

	private final PermitScripts scripts;

	private final SemaphoreKeys keys;

	private final SemaphoreProperties properties;

	private final Instance instance;

	private final Occupancy occupancy;

	RedisSemaphores(LeaseContext context, PermitScripts scripts, SemaphoreKeys keys, SemaphoreProperties properties,
			Instance instance) {
		this.context = context;
		this.scripts = scripts;
		this.keys = keys;
		this.properties = properties;
		this.instance = instance;
		this.occupancy = new Occupancy(context, (name) -> snapshot(name));
		properties.named().forEach((name, named) -> register(named.policy(name)));
	}

	@Override
	public void register(SemaphorePolicy policy) {
		SemaphorePolicy known = this.policies.putIfAbsent(policy.name(), policy);
		if (known != null && !known.equals(policy)) {
			throw new PatternConfigurationException("Semaphore '%s'".formatted(policy.name()),
					"is defined twice, as %s and as %s".formatted(known, policy), "Give one of them another name.");
		}
		if (known == null) {
			this.occupancy.watch(policy, this.keys.semaphore(policy.name(), "").text());
		}
	}

	@Override
	public Collection<SemaphorePolicy> policies() {
		return List.copyOf(this.policies.values());
	}

	@Override
	public PermitDecision tryAcquire(PermitRequest request) throws InterruptedException {
		SemaphorePolicy policy = policy(request.name());
		return tryAcquire(request, policy, waitTime(request, policy));
	}

	private PermitDecision tryAcquire(PermitRequest request, SemaphorePolicy policy, Duration wait)
			throws InterruptedException {
		PermitStake stake = new PermitStake(this.scripts, policy, request,
				this.keys.semaphore(request.name(), request.key()), this.instance.nextToken());
		Attempt attempt = new Attempt(this.context, stake, terms(request, policy));
		Permit permit = attempt.run(wait);
		this.occupancy.seen(request, policy, stake.state());
		if (permit != null) {
			return new PermitDecision.Granted(permit);
		}
		PermitScripts.State state = stake.state();
		return new PermitDecision.Full(request.name(), request.weight(), state.used(), state.max(), attempt.waited());
	}

	@Override
	public PermitDecision tryAcquireAll(List<PermitRequest> requests) throws InterruptedException {
		List<PermitRequest> sorted = sorted(requests);
		List<Permit> taken = new ArrayList<>(sorted.size());
		boolean all = false;
		long begin = LeaseKeeper.now();
		try {
			for (PermitRequest request : sorted) {
				SemaphorePolicy policy = policy(request.name());
				Duration left = waitTime(request, policy).minusNanos(LeaseKeeper.now() - begin);
				PermitDecision decision = tryAcquire(request, policy, left.isNegative() ? Duration.ZERO : left);
				if (!(decision instanceof PermitDecision.Granted granted)) {
					return decision;
				}
				taken.add(granted.permit());
			}
			all = true;
			return new PermitDecision.Granted(new JointPermit(List.copyOf(taken)));
		}
		finally {
			if (!all) {
				new JointPermit(taken).close();
			}
		}
	}

	private List<PermitRequest> sorted(List<PermitRequest> requests) {
		Require.that(!requests.isEmpty(), "requests", requests, "at least one");
		Set<String> entities = new HashSet<>();
		for (PermitRequest request : requests) {
			policy(request.name());
			Require.that(entities.add(entity(request)), "requests", request.name(),
					"each semaphore once; use a weight to take more of it");
		}
		return requests.stream().sorted(Comparator.comparing(this::entity)).toList();
	}

	private String entity(PermitRequest request) {
		return this.keys.semaphore(request.name(), request.key()).text();
	}

	@Override
	public CompletionStage<Permit> acquireAsync(PermitRequest request) {
		return this.context.async(() -> acquire(request));
	}

	@Override
	public SemaphoreInfo snapshot(String name, String... key) {
		SemaphorePolicy policy = policy(name);
		Require.that(key.length <= 1, "key", List.of(key), "one key or none");
		String only = (key.length > 0) ? key[0] : "";
		SemaphoreInfo info = Snapshots.read(policy, only, this.scripts.inspect(this.keys.semaphore(name, only)));
		this.occupancy.seen(info);
		return info;
	}

	@Override
	public boolean resize(Resize change) {
		SemaphorePolicy policy = policy(change.name());
		SemaphoreKeys.Entity entity = this.keys.semaphore(change.name(), change.key());
		List<Long> reply = this.scripts.resize(entity, change, policy.version());
		boolean changed = reply.get(0) == 1;
		if (changed) {
			this.context.room().signal(entity.text());
			this.context.publish(new SemaphoreEvent.Resized(change, reply.get(1)));
		}
		return changed;
	}

	@Override
	public Collection<SemaphoreEvent.ConfigurationConflict> conflicts() {
		return this.occupancy.conflicts();
	}

	/**
	 * Return how many callers of this instance wait.
	 * @param request for what
	 * @return how many
	 */
	int waiting(PermitRequest request) {
		return this.context.room().waiting(entity(request));
	}

	private SemaphorePolicy policy(String name) {
		SemaphorePolicy policy = this.policies.get(name);
		if (policy == null) {
			throw new PatternConfigurationException("Semaphore '%s'".formatted(name), "is not defined",
					"Define 'redis-patterns.semaphore.named.%s.permits', or register it; known are %s.".formatted(name,
							this.policies.keySet()));
		}
		return policy;
	}

	private Duration waitTime(PermitRequest request, SemaphorePolicy policy) {
		return first(request.waitTime(), policy.waitTime(), this.properties.waitTime());
	}

	private Holding.Terms terms(PermitRequest request, SemaphorePolicy policy) {
		Duration lease = first(request.lease(), policy.lease(), this.properties.lease());
		Duration maxHold = first(request.maxHold(), null, this.properties.maxHold());
		return new Holding.Terms(lease, request.renewed(), (maxHold.compareTo(lease) < 0) ? lease : maxHold);
	}

	private static Duration first(@Nullable Duration request, @Nullable Duration policy, Duration general) {
		if (request != null) {
			return request;
		}
		return (policy != null) ? policy : general;
	}

}
