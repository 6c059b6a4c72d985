package io.github.redispatterns.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LuaScriptTests {

	private final LuaScript<Long> script = LuaScript.integer(ServerProbe.class, "probe.lua");

	@Test
	void isNamedAfterFolderAndFile() {
		assertThat(this.script.name()).isEqualTo("internal/probe.lua");
		assertThat(this.script).hasToString("internal/probe.lua");
	}

	@Test
	void isDigestedAsTheServerDoes() throws Exception {
		byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(this.script.source());

		assertThat(new String(this.script.sha(), StandardCharsets.US_ASCII)).isEqualTo(HexFormat.of().formatHex(sha1));
	}

	@Test
	void putsIncludedFilesInFrontInTheirOrder() {
		LuaScript<Long> script = LuaScript.integer(LuaScriptTests.class, "included.lua");

		assertThat(new String(script.source(), StandardCharsets.UTF_8).lines()).containsExactly("local one = 1",
				"local two = one + 1", "local three = 3", "return two + three");
	}

	@Test
	void saysWhichFileIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> LuaScript.integer(ServerProbe.class, "gone.lua"))
			.withMessageContaining("'gone.lua'")
			.withMessageContaining(ServerProbe.class.getName());
	}

	@Test
	void refusesAnEmptyReply() {
		assertThatIllegalStateException().isThrownBy(() -> this.script.cast(null))
			.withMessageContaining("internal/probe.lua");
	}

}
