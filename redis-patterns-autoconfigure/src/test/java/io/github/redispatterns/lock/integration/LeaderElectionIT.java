package io.github.redispatterns.lock.integration;

import java.util.ArrayList;
import java.util.List;

import io.github.redispatterns.support.RedisTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Integration's leader election, unchanged, on our registry.
 */
@RedisTest
class LeaderElectionIT extends SharedLockRegistryContract {

	private final List<LockRegistryLeaderInitiator> initiators = new ArrayList<>();

	@AfterEach
	void stopAll() {
		this.initiators.forEach(LockRegistryLeaderInitiator::destroy);
		this.initiators.clear();
	}

	private LockRegistryLeaderInitiator candidate(int instance, String role) {
		LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(registry(instance),
				new DefaultCandidate("node" + instance, role));
		initiator.setHeartBeatMillis(50);
		initiator.setBusyWaitMillis(20);
		this.initiators.add(initiator);
		initiator.start();
		return initiator;
	}

	private static boolean isLeader(LockRegistryLeaderInitiator initiator) {
		Context context = initiator.getContext();
		return context != null && context.isLeader();
	}

	@Test
	void exactlyOneLeadsAndAnotherFollowsWhenItStops() {
		String role = key();
		List<LockRegistryLeaderInitiator> all = List.of(candidate(0, role), candidate(1, role), candidate(2, role));
		Awaitility.await().until(() -> all.stream().anyMatch(LeaderElectionIT::isLeader));
		assertThat(all.stream().filter(LeaderElectionIT::isLeader)).hasSize(1);

		LockRegistryLeaderInitiator leader = all.stream().filter(LeaderElectionIT::isLeader).findFirst().orElseThrow();
		leader.stop();
		Awaitility.await()
			.until(() -> all.stream().filter((each) -> each != leader).anyMatch(LeaderElectionIT::isLeader));
		assertThat(all.stream().filter(LeaderElectionIT::isLeader)).hasSize(1);
		assertThat(isLeader(leader)).isFalse();
	}

	@Test
	void aLeaderThatYieldsGivesWay() {
		String role = key();
		LockRegistryLeaderInitiator first = candidate(0, role);
		Awaitility.await().until(() -> isLeader(first));
		LockRegistryLeaderInitiator second = candidate(1, role);
		Awaitility.await().until(() -> {
			if (isLeader(first)) {
				first.getContext().yield();
			}
			return isLeader(second);
		});
	}

	@Test
	void aLeaderThatLosesItsLockIsRevoked() {
		String role = key();
		LockRegistryLeaderInitiator first = candidate(0, role);
		Awaitility.await().until(() -> isLeader(first));
		locks(1).forceRelease("test", "integration", role);
		LockRegistryLeaderInitiator second = candidate(1, role);
		Awaitility.await().until(() -> isLeader(second) && !isLeader(first));
		second.stop();
		Awaitility.await().until(() -> isLeader(first));
	}

}
