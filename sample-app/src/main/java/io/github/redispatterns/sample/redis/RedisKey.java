package io.github.redispatterns.sample.redis;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.zset.Tuple;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * One key as Redis holds it.
 *
 * @param name its name
 * @param type type of its value
 * @param ttlMillis time it has left, or -1 if it stays
 * @param bytes memory it takes
 * @param preview the beginning of its value
 */
public record RedisKey(String name, String type, long ttlMillis, long bytes, String preview) {

	private static final int FEW = 6;

	private static final int LONG = 160;

	static RedisKey read(RedisConnection connection, byte[] name) {
		DataType type = connection.keyCommands().type(name);
		Long ttl = connection.keyCommands().pTtl(name);
		Object bytes = connection.execute("MEMORY", "USAGE".getBytes(StandardCharsets.US_ASCII), name);
		String preview = (type != null) ? preview(connection, type, name) : "";
		return new RedisKey(text(name), (type != null) ? type.code() : "none", (ttl != null) ? ttl : -1,
				(bytes instanceof Number number) ? number.longValue() : 0,
				(preview.length() > LONG) ? preview.substring(0, LONG) + " …" : preview);
	}

	private static String preview(RedisConnection connection, DataType type, byte[] name) {
		return switch (type) {
			case STRING -> text(connection.stringCommands().getRange(name, 0, LONG));
			case HASH -> fields(connection, name);
			case LIST -> list(connection.listCommands().lRange(name, 0, FEW - 1));
			case SET -> list(connection.setCommands().sRandMember(name, FEW));
			case ZSET -> members(connection, name);
			case STREAM -> connection.streamCommands().xLen(name) + " entries";
			default -> "";
		};
	}

	private static String fields(RedisConnection connection, byte[] name) {
		StringBuilder fields = new StringBuilder();
		try (Cursor<Map.Entry<byte[], byte[]>> cursor = connection.hashCommands()
			.hScan(name, ScanOptions.scanOptions().count(FEW).build())) {
			for (int i = 0; i < FEW && cursor.hasNext(); i++) {
				Map.Entry<byte[], byte[]> field = cursor.next();
				fields.append(text(field.getKey())).append('=').append(text(field.getValue())).append("  ");
			}
		}
		return fields.toString().strip();
	}

	private static String members(RedisConnection connection, byte[] name) {
		Set<Tuple> tuples = connection.zSetCommands().zRangeWithScores(name, 0, FEW - 1);
		return (tuples != null) ? tuples.stream()
			.map((tuple) -> text(tuple.getValue()) + "@" + tuple.getScore().longValue())
			.collect(Collectors.joining("  ")) : "";
	}

	private static String list(@Nullable List<byte[]> values) {
		return (values != null) ? values.stream().map(RedisKey::text).collect(Collectors.joining("  ")) : "";
	}

	/** Packed values are not text: what cannot be read is shown in hexadecimal. */
	private static String text(byte @Nullable [] bytes) {
		if (bytes == null) {
			return "";
		}
		String text = new String(bytes, StandardCharsets.UTF_8);
		boolean readable = text.chars().noneMatch((c) -> c < ' ' || c == '\uFFFD');
		return readable ? text : "0x" + HexFormat.of().formatHex(bytes);
	}

}
