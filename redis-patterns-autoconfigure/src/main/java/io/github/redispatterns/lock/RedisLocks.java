package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.KeySpace;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Locks in Redis.
 */
final class RedisLocks implements Locks {

	private static final Log logger = LogFactory.getLog(Locks.class);

	private final ThreadHolds holds = new ThreadHolds();

	private final TenureContext context;

	private final DeadlockWatch watch;

	private final LockSchemes schemes;

	private final LockInspection inspection;

	private final LockKeys keys;

	private final LockProperties properties;

	private final Instance instance;

	private final Executor workers;

	RedisLocks(TenureContext context, DeadlockWatch watch, LockSchemes schemes, LockInspection inspection,
			LockKeys keys, LockProperties properties, Instance instance, Executor workers) {
		this.context = context;
		this.watch = watch;
		this.schemes = schemes;
		this.inspection = inspection;
		this.keys = keys;
		this.properties = properties;
		this.instance = instance;
		this.workers = workers;
	}

	@Override
	public Acquisition tryLock(LockRequest request) throws InterruptedException {
		if (request.keys().size() > 1) {
			return tryLock(List.of(request));
		}
		LockKey key = key(request);
		Tenure mine = this.context.mine(key, request.mode());
		if (mine != null && mine.enter()) {
			return new Acquisition.Acquired(new LockHandle(mine));
		}
		LockTerms terms = LockTerms.of(request, this.properties);
		return measured(request.name(), () -> takeAnew(key, request, terms));
	}

	@Override
	public Acquisition tryLock(List<LockRequest> requests) throws InterruptedException {
		List<LockRequest> parts = parts(requests);
		if (parts.size() == 1) {
			return tryLock(parts.get(0));
		}
		Duration patience = parts.stream()
			.map((part) -> LockTerms.of(part, this.properties).waitTime())
			.min(Comparator.naturalOrder())
			.orElseThrow();
		GroupAttempt attempt = new GroupAttempt(this::take, requests.get(0), parts, patience);
		return measured(requests.get(0).name(), attempt::run);
	}

	private List<LockRequest> parts(List<LockRequest> requests) {
		SortedMap<LockKey, LockRequest> parts = new TreeMap<>();
		for (LockRequest request : requests) {
			List<String> keys = request.keys().isEmpty() ? List.of("") : request.keys();
			for (String key : keys) {
				LockRequest part = (keys.size() == 1) ? request : request.withKey(key);
				LockRequest other = parts.putIfAbsent(this.keys.key(request.name(), key), part);
				Require.that(other == null || other.equals(part), "requests", part,
						"the same whenever it is for the same lock");
			}
		}
		Require.that(!parts.isEmpty() && parts.size() <= LockRequest.MOST_KEYS, "requests", parts.size() + " locks",
				"from 1 to " + LockRequest.MOST_KEYS);
		return List.copyOf(parts.values());
	}

	private Acquisition take(LockRequest request, Duration wait) throws InterruptedException {
		LockKey key = key(request);
		Tenure mine = this.context.mine(key, request.mode());
		return (mine != null && mine.enter()) ? new Acquisition.Acquired(new LockHandle(mine))
				: takeAnew(key, request, LockTerms.of(request, this.properties).withWait(wait));
	}

	private Acquisition takeAnew(LockKey key, LockRequest request, LockTerms terms) throws InterruptedException {
		Attempt attempt = new Attempt(this.context, this.watch, this.schemes.of(request.mode(), request.durability()),
				request, terms, this.context.claim(key, request.mode(), this.instance.nextToken()));
		HeldLock lock = attempt.run();
		return (lock != null) ? new Acquisition.Acquired(lock) : attempt.busy();
	}

	private LockKey key(LockRequest request) {
		return this.keys.key(request.name(), request.keys().isEmpty() ? "" : request.keys().get(0));
	}

	private Acquisition measured(String name, Way way) throws InterruptedException {
		long begin = LeaseKeeper.now();
		LockMeters.Outcome outcome = LockMeters.Outcome.UNAVAILABLE;
		try {
			Acquisition acquisition = way.go();
			outcome = (acquisition instanceof Acquisition.Acquired) ? LockMeters.Outcome.ACQUIRED
					: LockMeters.Outcome.BUSY;
			return acquisition;
		}
		catch (InterruptedException ex) {
			outcome = LockMeters.Outcome.INTERRUPTED;
			throw ex;
		}
		catch (RedisUnavailableException ex) {
			if (Thread.interrupted()) {
				outcome = LockMeters.Outcome.INTERRUPTED;
				throw (InterruptedException) new InterruptedException("Interrupted while Redis was asked")
					.initCause(ex);
			}
			throw ex;
		}
		catch (DeadlockDetectedException ex) {
			outcome = LockMeters.Outcome.DEADLOCK;
			throw ex;
		}
		finally {
			this.context.meters().asked(name, outcome, LeaseKeeper.now() - begin);
		}
	}

	@Override
	public CompletionStage<HeldLock> lockAsync(LockRequest request) {
		CompletableFuture<HeldLock> future = new CompletableFuture<>();
		FutureTask<?> task = new FutureTask<>(() -> lock(request, future), null);
		future.whenComplete((lock, ex) -> {
			if (future.isCancelled()) {
				task.cancel(true);
			}
		});
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			future.completeExceptionally(ex);
		}
		return future;
	}

	private void lock(LockRequest request, CompletableFuture<HeldLock> future) {
		if (future.isDone()) {
			return;
		}
		try {
			HeldLock lock = Caller.apart(() -> lock(request));
			if (!future.complete(lock)) {
				// cancelled meanwhile
				lock.close();
			}
		}
		catch (Exception | Error ex) {
			future.completeExceptionally(ex);
		}
	}

	@Override
	public LockView asLock(LockRequest request) {
		return new ThreadLock(this, this.holds, request);
	}

	@Override
	public Optional<HeldLock> attach(String token) {
		String[] parts = parts(token);
		Require.that(parts.length == 6, "token", "unreadable", "what detach() returned");
		LockMode mode = LockMode.valueOf(parts[0]);
		LockRequest request = LockRequest.of(parts[3], parts[4].isEmpty() ? new String[0] : new String[] { parts[4] })
			.withMode(mode)
			.withDurability(Durability.valueOf(parts[5]));
		Claim claim = Claim.of(this.keys.key(parts[3], parts[4]), mode, parts[1]);
		LockScheme scheme = this.schemes.of(mode, request.durability());
		Holding.Terms terms = LockTerms.of(request, this.properties).held();
		long sent = LeaseKeeper.now();
		if (!scheme.renew(claim, terms.lease())) {
			return Optional.empty();
		}
		Tenure tenure = new Tenure(this.context, scheme, request, claim, terms, Long.parseLong(parts[2]), sent);
		this.context.remember(tenure);
		return Optional.of(new LockHandle(tenure));
	}

	private static String[] parts(String token) {
		try {
			return Arrays.stream(token.split("\\.", -1))
				.map((part) -> new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
				.toArray(String[]::new);
		}
		catch (IllegalArgumentException ex) {
			return new String[0];
		}
	}

	@Override
	public Optional<LockInfo> inspect(String name, String... key) {
		return this.inspection.look(this.keys.key(name, only(key)));
	}

	@Override
	public boolean forceRelease(String reason, String name, String... key) {
		Require.text(reason, "reason");
		LockKey lock = this.keys.key(name, only(key));
		if (!this.inspection.force(lock)) {
			return false;
		}
		this.context.room().signal(lock.entity());
		// the key may say whose data is locked; the event has it
		logger.warn("A lock '%s' was taken from its holder: %s".formatted(KeySpace.escape(name), printable(reason)));
		this.context.publish(new LockEvent.ForceReleased(name, lock.key(), reason));
		return true;
	}

	private static String printable(String reason) {
		return reason.replaceAll("\\p{Cntrl}", " ");
	}

	private static String only(String[] key) {
		Require.that(key.length <= 1, "key", List.of(key), "one key or none");
		return (key.length > 0) ? key[0] : "";
	}

	/** Some way to get locks. */
	@FunctionalInterface
	private interface Way {

		Acquisition go() throws InterruptedException;

	}

}
