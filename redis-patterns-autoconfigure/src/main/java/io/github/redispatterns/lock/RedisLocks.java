package io.github.redispatterns.lock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.github.redispatterns.RedisUnavailableException;
import io.github.redispatterns.internal.Caller;
import io.github.redispatterns.internal.Holding;
import io.github.redispatterns.internal.Instance;
import io.github.redispatterns.internal.LeaseKeeper;
import io.github.redispatterns.internal.Require;

/**
 * Locks in Redis.
 */
final class RedisLocks implements Locks {

	private final TenureContext context;

	private final Map<LockMode, LockScheme> schemes;

	private final LockInspection inspection;

	private final LockKeys keys;

	private final LockProperties properties;

	private final Instance instance;

	private final Executor workers;

	RedisLocks(TenureContext context, Map<LockMode, LockScheme> schemes, LockInspection inspection, LockKeys keys,
			LockProperties properties, Instance instance, Executor workers) {
		this.context = context;
		this.schemes = schemes;
		this.inspection = inspection;
		this.keys = keys;
		this.properties = properties;
		this.instance = instance;
		this.workers = workers;
	}

	@Override
	public Acquisition tryLock(LockRequest request) throws InterruptedException {
		LockKey key = this.keys.key(request.name(), request.keys().isEmpty() ? "" : request.keys().get(0));
		Tenure mine = this.context.mine(key);
		if (mine != null && mine.enter()) {
			return new Acquisition.Acquired(new LockHandle(mine));
		}
		long begin = LeaseKeeper.now();
		LockMeters.Outcome outcome = LockMeters.Outcome.UNAVAILABLE;
		try {
			Attempt attempt = new Attempt(this.context, scheme(request.mode()), request,
					LockTerms.of(request, this.properties), Claim.of(key, request.mode(), this.instance.nextToken()));
			HeldLock lock = attempt.run();
			outcome = (lock != null) ? LockMeters.Outcome.ACQUIRED : LockMeters.Outcome.BUSY;
			return (lock != null) ? new Acquisition.Acquired(lock) : attempt.busy();
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
			this.context.meters().asked(request.name(), outcome, LeaseKeeper.now() - begin);
		}
	}

	private LockScheme scheme(LockMode mode) {
		LockScheme scheme = this.schemes.get(mode);
		if (scheme == null) {
			throw new IllegalStateException("No scheme for " + mode);
		}
		return scheme;
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
	public Optional<HeldLock> attach(String token) {
		String[] parts = parts(token);
		Require.that(parts.length == 5, "token", "unreadable", "what detach() returned");
		LockMode mode = LockMode.valueOf(parts[0]);
		LockRequest request = LockRequest.of(parts[3], parts[4].isEmpty() ? new String[0] : new String[] { parts[4] })
			.withMode(mode);
		Claim claim = Claim.of(this.keys.key(parts[3], parts[4]), mode, parts[1]);
		Holding.Terms terms = LockTerms.of(request, this.properties).held();
		long sent = LeaseKeeper.now();
		if (!scheme(mode).renew(claim, terms.lease())) {
			return Optional.empty();
		}
		Tenure tenure = new Tenure(this.context, scheme(mode), request, claim, terms, Long.parseLong(parts[2]), sent);
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
		this.context.publish(new LockEvent.ForceReleased(name, lock.key(), reason));
		return true;
	}

	private static String only(String[] key) {
		Require.that(key.length <= 1, "key", List.of(key), "one key or none");
		return (key.length > 0) ? key[0] : "";
	}

}
