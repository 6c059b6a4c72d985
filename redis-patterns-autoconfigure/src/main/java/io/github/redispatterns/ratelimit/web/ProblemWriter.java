package io.github.redispatterns.ratelimit.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redispatterns.internal.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes problem details (RFC 9457) without the application's message converters, which a
 * filter does not have.
 */
final class ProblemWriter {

	private static final Json<Map<String, Object>> JSON = Json.of(Map.class);

	private ProblemWriter() {
	}

	static void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String type,
			String title, String detail, List<String> violatedPolicies) throws IOException {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", type);
		problem.put("title", title);
		problem.put("status", status.value());
		problem.put("detail", detail);
		problem.put("instance", request.getRequestURI());
		if (!violatedPolicies.isEmpty()) {
			problem.put("violated-policies", violatedPolicies);
		}
		byte[] body = JSON.write(problem);
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
