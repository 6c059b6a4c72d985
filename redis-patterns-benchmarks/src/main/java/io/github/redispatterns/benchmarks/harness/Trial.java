package io.github.redispatterns.benchmarks.harness;

/**
 * One turn of one contender, per call.
 *
 * @param nanos time
 * @param commandMicros time inside commands on the server
 * @param serverMicros processor time of the server
 * @param clientMicros processor time of the client
 * @param bytes bytes allocated by the client
 * @param wrong how many answers of the turn were wrong
 */
record Trial(double nanos, double commandMicros, double serverMicros, double clientMicros, double bytes, long wrong) {

	static Trial of(long calls, Crew.Shift shift, Meters start, Meters end, Commands commands) {
		return new Trial((double) shift.nanos() / calls, end.commandMicrosSince(start, commands) / calls,
				(end.serverMicros() - start.serverMicros()) / calls, end.clientMicrosSince(start) / calls,
				(double) end.allocatedSince(start) / calls, shift.wrong());
	}

	double processorMicros() {
		return this.serverMicros + this.clientMicros;
	}

}
