package io.github.redispatterns.house;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The checkers of scripts, on good and bad scripts.
 */
class LuaContractTests {

	private static final String GOOD = """
			-- Give a member one ticket, once.
			--
			-- KEYS[1]  tickets    hash  member -> ticket number
			-- ARGV[1]  member
			-- ARGV[2]  limit      most tickets to issue
			--
			-- returns  { 0, ticket } issued
			--          { 2, 0 }      sold out
			--
			-- Numbers are gapless.
			-- And KEYS[9] in a comment is no use of it.
			local held = redis.call('HGET', KEYS[1], ARGV[1]) -- KEYS[8]
			if held and held ~= 'KEYS[7]' then
			  return { 0, tonumber(held) }
			end
			local function few(n)
			  if n > 3 then
			    return false
			  end
			  return nil
			end
			for i = 1, tonumber(ARGV[2]) do
			  few(i)
			end
			return { 2, 0 }
			""";

	private static final String LIBRARY = """
			-- What is shared.
			local function all(first)
			  for i = first, #ARGV, 2 do
			    redis.call('DEL', KEYS[i], ARGV[i + 1])
			  end
			end
			""";

	@Test
	void acceptsAGoodScript() {
		assertThat(problems(GOOD)).isEmpty();
	}

	@Test
	void readsTheHeader() {
		LuaFile script = LuaFile.parse("raffle", "enter.lua", GOOD);

		assertThat(script.purpose()).isEqualTo("Give a member one ticket, once.");
		assertThat(script.declared("KEYS")).containsOnlyKeys("1");
		assertThat(script.declared("ARGV")).containsEntry("1", "member")
			.containsEntry("2", "limit      most tickets to issue");
		assertThat(script.returns()).containsExactly("{ 0, ticket } issued", "{ 2, 0 }      sold out");
		assertThat(script.bodyLines()).first().asString().startsWith("local held");
	}

	@Test
	void comparesIndexesWithTheHeader() {
		assertThat(problems(GOOD.replace("-- ARGV[2]  limit      most tickets to issue\n", "")))
			.containsExactly("uses ARGV[2], which its header does not declare");
		assertThat(problems(GOOD.replace("-- ARGV[1]", "-- KEYS[2]  more\n-- ARGV[1]")))
			.containsExactly("declares KEYS[2], which its body does not use");
	}

	@Test
	void acceptsRanges() {
		String script = """
				-- Forget.
				-- KEYS[*]   tier keys
				-- ARGV[1]   cost
				-- ARGV[2*]  tiers
				-- returns  how many
				for i = 1, #KEYS do
				  redis.call('DECRBY', KEYS[i], ARGV[1] + ARGV[1 + i])
				end
				return #KEYS
				""";

		assertThat(problems(script)).isEmpty();
		assertThat(problems(script.replace("ARGV[2*]", "ARGV[2]"))).containsExactlyInAnyOrder(
				"uses ARGV[*], which its header does not declare", "declares ARGV[2], which its body does not use");
		assertThat(problems(script.replace("KEYS[*] ", "KEYS[1] "))).hasSize(2);
	}

	@Test
	void countsWhatALibraryUsesAsUsedByItsCaller() {
		String caller = """
				-- @include shared.lua
				-- Forget all.
				-- KEYS[*]   tiers
				-- ARGV[2*]  tiers
				-- returns  1
				all(2)
				return 1
				""";
		LuaFile library = LuaFile.parse("raffle", "shared.lua", LIBRARY);
		LuaFile between = LuaFile.parse("raffle", "between.lua", "-- @include shared.lua\n-- Between.\n");
		LuaFile script = LuaFile.parse("raffle", "forget.lua", caller);
		LuaFile indirect = LuaFile.parse("raffle", "forget.lua", caller.replace("shared", "between"));

		assertThat(new LuaContract(script, script.wholeBody(List.of(library))).problems()).isEmpty();
		assertThat(new LuaContract(indirect, indirect.wholeBody(List.of(between, library))).problems()).isEmpty();
		assertThat(new LuaContract(library, LIBRARY).problemsOfLibrary()).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> script.wholeBody(List.of(between)))
			.withMessage("raffle/forget.lua includes shared.lua, which is not there");
	}

	@Test
	void refusesALibraryThatActsForItsCallers() {
		LuaFile library = LuaFile.parse("raffle", "shared.lua", LIBRARY + "local key = KEYS[1]\nreturn 1\n");

		assertThat(new LuaContract(library, library.body()).problemsOfLibrary()).containsExactly(
				"fixes keys or arguments, which are its callers'", "returns, so that its callers never run");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "return true", "return false", "return nil", "return", "if held then return end return 1" })
	void refusesRepliesThatAreNeitherIntegersNorStrings(String end) {
		assertThat(problems(GOOD.replace("return { 2, 0 }", end))).singleElement().asString().startsWith("returns ");
	}

	@Test
	void refusesAScriptWithoutReplyOrPurpose() {
		assertThat(problems(GOOD.replace("return { 2, 0 }\n", "").replace("  return { 0, tonumber(held) }\n", "")))
			.containsExactly("returns nothing");
		assertThat(problems(GOOD.replace("-- Give a member one ticket, once.\n", ""))).hasSize(1);
		assertThat(problems(GOOD.replace("-- returns", "-- gives"))).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			redis.call('KEYS', ARGV[1])              | calls KEYS
			redis.call('FLUSHALL')                   | calls FLUSHALL
			redis.call("CONFIG", 'SET')              | calls CONFIG
			redis.replicate_commands()               | calls redis.replicate_commands()
			redis.call(held, KEYS[1])                | calls a command whose name
			redis.call('GET', KEYS[1] .. ':fence')   | makes the key KEYS[1] .. ':fence'
			redis.call('GET', 'fence')               | makes the key 'fence'
			held = tostring(held)                    | calls tostring()
			held = held .. now                       | joins a time
			held = now .. held                       | joins a time
			\\thold(held)                            | has a line with tabs
			""")
	void refusesWhatAScriptMustNotDo(String line, String problem) {
		String broken = GOOD.replace("return { 2, 0 }", line.replace("\\t", "\t") + "\nreturn { 2, 0 }");

		assertThat(problems(broken)).singleElement().asString().startsWith(problem);
	}

	@Test
	void acceptsTimesThatAreWrittenOut() {
		String script = GOOD.replace("return { 2, 0 }",
				"held = string.format('%.0f', now) .. ' ' .. text(us) .. ':'\nreturn { 2, 0 }");

		assertThat(problems(script)).isEmpty();
	}

	@Test
	void comparesTheJavaCallWithTheHeader() {
		LuaFile script = LuaFile.parse("raffle", "enter.lua", GOOD);
		String java = """
				private static final LuaScript<List<Long>> ENTER = LuaScript.integers(RaffleScripts.class,
						"enter.lua");
				List<Long> enter() {
					return this.scripts.run(ENTER, 1, key, member);
				}
				""";

		assertThat(new LuaCalls(java).mentions("enter.lua")).isTrue();
		assertThat(new LuaCalls(java).problems(script)).isEmpty();
		assertThat(new LuaCalls(java.replace("ENTER, 1", "ENTER, 2")).problems(script))
			.containsExactly("is run with 2 keys but declares [1]");
		assertThat(new LuaCalls(java.replace("integers", "integer")).problems(script))
			.containsExactly("is loaded by LuaScript.integer but returns { 0, ticket } issued");
	}

	private static List<String> problems(String text) {
		LuaFile script = LuaFile.parse("raffle", "enter.lua", text);
		return new LuaContract(script, script.body()).problems();
	}

}
