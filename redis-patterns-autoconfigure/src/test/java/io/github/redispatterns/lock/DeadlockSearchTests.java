package io.github.redispatterns.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decision alone, against a world that goes on between any two reads.
 */
class DeadlockSearchTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 32 })
	void aCircleHasExactlyOneVictim(int parties) {
		World world = World.circle(parties);
		world.lookOnce();
		world.tellAll();

		assertThat(world.lookOnce()).hasSize(1);
	}

	@Test
	void aCircleLongerThanTheLimitIsNotFound() {
		World world = World.circle(33);
		world.lookOnce();
		world.tellAll();

		assertThat(world.lookOnce()).isEmpty();
	}

	@Test
	void oneLookIsNotEnough() {
		assertThat(World.circle(3).lookOnce()).isEmpty();
	}

	@Test
	void nobodyGivesUpForSomebodyDead() {
		World world = World.circle(3);
		Party dead = world.parties.get(0);
		List<Party> others = world.parties.subList(1, 3);
		others.forEach(Party::look);
		others.forEach(Party::tell);

		assertThat(others).allMatch((party) -> party.look() == null);
		dead.tell();
		assertThat(others).filteredOn((party) -> party.look() != null).hasSize(1);
	}

	@Test
	void whoWaitsForACircleIsNotInIt() {
		World world = World.circle(3);
		Party outsider = world.party();
		outsider.want(world.locks - 1);
		world.lookOnce();
		world.tellAll();

		assertThat(world.lookOnce()).singleElement().isNotSameAs(outsider);
	}

	@Test
	void tenThousandRandomRunsHaveNoFalsePositiveAndFindEveryCircle() {
		int circles = 0;
		for (int seed = 0; seed < 10_000; seed++) {
			circles += new World(seed).live();
		}
		assertThat(circles).isGreaterThan(1_000);
	}

	/** Parties that take and want locks, and records of what they told others. */
	private static final class World {

		private final Random random;

		private final List<Party> parties = new ArrayList<>();

		private final Map<Integer, String> holders = new HashMap<>();

		private final Map<String, WaitGraph.Wait> records = new HashMap<>();

		private int locks;

		private long time;

		private World(long seed) {
			this.random = new Random(seed);
			this.locks = 2 + this.random.nextInt(4);
			int count = 2 + this.random.nextInt(4);
			for (int i = 0; i < count; i++) {
				party();
			}
		}

		static World circle(int parties) {
			World world = new World(0);
			world.parties.clear();
			world.locks = parties;
			for (int i = 0; i < parties; i++) {
				world.party().want(i);
			}
			for (int i = 0; i < parties; i++) {
				world.parties.get(i).want((i + 1) % parties);
			}
			world.tellAll();
			return world;
		}

		Party party() {
			Party party = new Party(this, this.parties.size());
			this.parties.add(party);
			return party;
		}

		/**
		 * Let parties act at random while they look for circles.
		 * @return how many circles were found
		 */
		int live() {
			int found = 0;
			for (int i = 0; i < 60; i++) {
				step();
				if (this.random.nextInt(3) == 0) {
					found += found(this.parties.get(this.random.nextInt(this.parties.size())).look(this::steps));
				}
			}
			for (boolean quiet = false; !quiet;) {
				tellAll();
				lookOnce();
				tellAll();
				List<Party> victims = lookOnce();
				assertThat(victims).allMatch(Party::isInCircle);
				victims.forEach(Party::giveUp);
				found += victims.size();
				quiet = victims.isEmpty();
			}
			assertThat(this.parties).noneMatch(Party::isInCircle);
			return found;
		}

		private static int found(@Nullable Party victim) {
			if (victim == null) {
				return 0;
			}
			assertThat(victim.lastInCircle).as("when it was last in a circle").isGreaterThanOrEqualTo(victim.suspected);
			victim.giveUp();
			return 1;
		}

		List<Party> lookOnce() {
			return this.parties.stream().filter((party) -> party.look() != null).toList();
		}

		void tellAll() {
			this.parties.forEach(Party::tell);
		}

		void steps() {
			for (int i = this.random.nextInt(4); i > 0; i--) {
				step();
			}
		}

		void step() {
			this.time++;
			this.parties.get(this.random.nextInt(this.parties.size())).act(this.random);
			for (Party party : this.parties) {
				if (party.isInCircle()) {
					party.lastInCircle = this.time;
				}
			}
		}

		@Nullable Party holding(String token) {
			return this.parties.stream().filter((party) -> party.held.containsKey(token)).findFirst().orElse(null);
		}

	}

	private static final class Party {

		private final World world;

		private final int number;

		private final Map<String, Integer> held = new HashMap<>();

		private DeadlockSearch search = new DeadlockSearch();

		private @Nullable String token;

		private int wanted;

		private int tokens;

		private long lastInCircle = -1;

		private long suspected;

		private long looked;

		Party(World world, int number) {
			this.world = world;
			this.number = number;
		}

		void act(Random random) {
			if (this.token != null) {
				if (!this.world.holders.containsKey(this.wanted)) {
					take(this.token);
				}
				else if (random.nextInt(40) == 0) {
					giveUp();
				}
				else if (random.nextBoolean()) {
					tell();
				}
			}
			else if (!this.held.isEmpty() && random.nextInt(3) == 0) {
				String given = this.held.keySet().iterator().next();
				this.world.holders.remove(this.held.remove(given));
			}
			else {
				want(random.nextInt(this.world.locks));
			}
		}

		void want(int lock) {
			if (this.held.containsValue(lock) && this.world.locks > 1) {
				return;
			}
			this.wanted = lock;
			this.token = "p%02d:%03d".formatted(this.number, this.tokens++);
			this.search = new DeadlockSearch();
			this.looked = this.world.time;
			if (!this.world.holders.containsKey(lock)) {
				take(this.token);
			}
		}

		private void take(String taken) {
			this.world.holders.put(this.wanted, taken);
			this.held.put(taken, this.wanted);
			// records of a wait that ended well are not removed at once
			this.token = null;
		}

		void giveUp() {
			this.token = null;
			this.held.keySet().forEach(this.world.records::remove);
		}

		void tell() {
			WaitGraph.Wait wait = waiting();
			if (wait != null) {
				this.held.keySet().forEach((hold) -> this.world.records.put(hold, wait));
			}
		}

		private WaitGraph.@Nullable Wait waiting() {
			return (this.token != null)
					? new WaitGraph.Wait(this.token, String.valueOf(this.wanted), this.world.time++, "thread") : null;
		}

		@Nullable Party look() {
			return look(() -> {
			});
		}

		@Nullable Party look(Runnable between) {
			WaitGraph.Wait mine = waiting();
			if (mine == null || this.held.isEmpty()) {
				return null;
			}
			this.suspected = this.looked;
			this.looked = this.world.time;
			List<DeadlockSearch.Step> circle = this.search.look(mine, new WaitGraph() {

				@Override
				public @Nullable String holder(String entity) {
					between.run();
					return Party.this.world.holders.get(Integer.valueOf(entity));
				}

				@Override
				public @Nullable Wait waitOf(String hold) {
					between.run();
					return Party.this.held.containsKey(hold) ? waiting() : Party.this.world.records.get(hold);
				}

			});
			boolean stillWaiting = mine.token().equals(this.token);
			return (circle != null && stillWaiting) ? this : null;
		}

		boolean isInCircle() {
			Party party = this;
			for (int i = 0; i < this.world.parties.size(); i++) {
				String holder = (party.token != null) ? this.world.holders.get(party.wanted) : null;
				Party next = (holder != null) ? this.world.holding(holder) : null;
				if (next == null) {
					return false;
				}
				if (next == this) {
					return true;
				}
				party = next;
			}
			return false;
		}

	}

}
