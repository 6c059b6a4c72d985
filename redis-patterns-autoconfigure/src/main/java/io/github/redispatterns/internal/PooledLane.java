package io.github.redispatterns.internal;

import java.util.ArrayList;
import java.util.List;

import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A lane that borrows a connection for each journey, where Jedis does not say how to hold
 * one: with Sentinels, the master may be another one next time.
 */
final class PooledLane implements Lane {

	private final JedisClientSource client;

	PooledLane(JedisClientSource client) {
		this.client = client;
	}

	@Override
	public void carry(Evaluation evaluation) {
		try {
			evaluation.answer(this.client.get().executeCommand(evaluation.command()));
		}
		catch (JedisDataException ex) {
			evaluation.answer(ex);
		}
	}

	@Override
	public void carry(List<Evaluation> batch) {
		List<Response<Object>> replies = new ArrayList<>(batch.size());
		try (AbstractPipeline pipeline = this.client.get().pipelined()) {
			for (Evaluation evaluation : batch) {
				replies.add(pipeline.executeCommand(evaluation.command()));
			}
			pipeline.sync();
		}
		for (int i = 0; i < replies.size(); i++) {
			try {
				batch.get(i).answer(replies.get(i).get());
			}
			catch (JedisDataException ex) {
				batch.get(i).answer(ex);
			}
		}
	}

}
