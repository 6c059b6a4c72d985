import { h, say } from './dom.js';
import { sparkline } from './sparkline.js';
import { bytes, clock, count } from './words.js';

// The head of the page: which Redis this is, whether it answers, and how busy it is.
export function header() {
	const vitals = {
		commands: vital('Commands/s', 'As the server counts them: INFO instantaneous_ops_per_sec'),
		roundTrip: vital('Round trip', 'One PING a second: timer sample.redis.ping'),
		memory: vital('Memory', 'INFO used_memory'),
		keys: vital('Keys', 'INFO keyspace')
	};
	document.getElementById('vitals').append(...Object.values(vitals).map((vital) => vital.element));
	return {
		stream(open) {
			const stream = document.getElementById('stream');
			stream.dataset.state = open ? 'open' : 'lost';
			say(stream, open ? 'Live' : 'Lost the application, trying again');
		},
		update(ticks) {
			const { redis, place } = ticks.at(-1);
			say(document.getElementById('instance'), place.instance);
			state(redis);
			badges(redis, place);
			const away = ticks.map((tick) => !tick.redis.up);
			vitals.commands.show(redis.up ? count(redis.commandsPerSecond) : '–', ticks.map((tick) => tick.redis.commandsPerSecond), away);
			vitals.roundTrip.show(redis.up ? (redis.roundTripMicros / 1000).toFixed(2) + ' ms' : '–', ticks.map((tick) => tick.redis.roundTripMicros), away);
			vitals.memory.show(redis.up ? bytes(redis.memoryBytes) : '–');
			vitals.keys.show(redis.up ? count(redis.keys) : '–');
		}
	};
}

function vital(name, source) {
	const value = h('span', { class: 'value' }, '–');
	const line = sparkline();
	const element = h('div', { class: 'vital', title: source }, h('dt', {}, name), h('dd', {}, value));
	return {
		element,
		show(text, series, away) {
			say(value, text);
			if (series) {
				if (!line.element.isConnected) {
					element.lastChild.append(line.element);
				}
				line.update(series.slice(-60), away.slice(-60));
			}
		}
	};
}

function state(redis) {
	const line = document.getElementById('redis');
	line.dataset.state = redis.up ? 'up' : 'away';
	line.title = redis.up ? `Answers since ${clock(Date.parse(redis.since))}` : redis.error;
	say(line.lastChild, redis.up ? `${redis.server} answers` : `Redis is away since ${clock(Date.parse(redis.since))}, the shop goes on: ${redis.error}`);
}

function badges(redis, place) {
	const list = [place.topology, (place.embedded ? 'embedded at ' : 'at ') + place.nodes,
		redis.modules ? 'native: ' + redis.modules : 'portable: no modules needed'];
	const element = document.getElementById('badges');
	if (element.dataset.shown !== list.join()) {
		element.dataset.shown = list.join();
		element.replaceChildren(...list.map((text) => h('li', {}, text)));
	}
}
