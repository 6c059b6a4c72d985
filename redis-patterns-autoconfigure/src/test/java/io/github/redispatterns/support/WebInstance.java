package io.github.redispatterns.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance of an application that answers on a port of its own, and a client of it.
 */
public final class WebInstance implements AutoCloseable {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private WebInstance(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an instance.
	 * @param configuration a configuration class
	 * @param servers what it uses
	 * @param properties its properties, as {@code name=value}
	 * @param more more of them, which rank higher
	 * @return the running instance, to be closed
	 */
	public static WebInstance start(Class<?> configuration, RedisServers servers, List<String> properties,
			String... more) {
		Map<String, Object> all = servers.applicationProperties("jedis");
		all.put("server.port", 0);
		Stream.concat(properties.stream(), Stream.of(more))
			.map((property) -> property.split("=", 2))
			.forEach((property) -> all.put(property[0], property[1]));
		return new WebInstance(Instances.run(WebApplicationType.SERVLET, configuration, all));
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * What it answers to a GET that succeeds.
	 * @param path path and query
	 * @return the answer
	 */
	public JsonNode get(String path) {
		return json(send("GET", path));
	}

	public HttpResponse<String> send(String method, String path, String... headers) {
		return send(method, path, BodyPublishers.noBody(), headers);
	}

	public HttpResponse<String> post(String path, String json) {
		return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
	}

	private HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return CLIENT.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(method + " " + path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(method + " " + path, ex);
		}
	}

	public static JsonNode json(HttpResponse<String> response) {
		assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
