import { action } from '../action.js';
import { columns } from '../columns.js';
import { h, say } from '../dom.js';
import { gauge } from '../gauge.js';
import { result } from '../result.js';
import { count, plural, seconds } from '../words.js';

const ALGORITHMS = [
	['GCRA', 'GCRA', 'All at once, then one every second'],
	['TOKEN_BUCKET', 'Token bucket', 'Ten tokens, refilled one a second'],
	['FIXED_WINDOW', 'Fixed window', 'Ten in a window, then a new window'],
	['SLIDING_WINDOW', 'Sliding window', 'Ten in any ten seconds, by an exact log'],
	['SLIDING_WINDOW_COUNTER', 'Sliding counter', 'The same with two counters']
];

const SOURCES = { redis: 'Redis', remembered: 'a remembered refusal', local: 'this instance alone', unavailable: 'nobody' };
const DECIDED_BY = { REDIS: 'Redis', REMEMBERED: 'a remembered refusal', LOCAL: 'this instance alone', UNAVAILABLE: 'the policy for an outage' };

export function card({ act }) {
	const answer = result('Click Ping until it is refused, or send a burst.');
	const totals = { allowed: h('b', {}, '0'), refused: h('b', {}, '0') };
	const sources = h('p', { class: 'sources hint' }, '');
	const chart = columns({
		label: 'Allowed and refused calls of the last minute',
		empty: 'No calls in the last minute. Click Ping or Burst.',
		series: [{ name: 'allowed', kind: 'allowed' }, { name: 'refused', kind: 'refused' }]
	});
	const rows = ALGORITHMS.map(algorithm);
	const chosen = () => rows.find((row) => row.input.checked);
	const calls = h('input', { type: 'number', id: 'ratelimit-count', min: 1, max: 1000, value: 20, required: true });

	async function click(method, path, show) {
		answer.waiting();
		const reply = await act(method, path);
		show(reply);
	}

	const buttons = h('div', { class: 'buttons' },
		action('ratelimit-ping', 'Ping', 'GET /api/ratelimit/ping', '5 in 10 s for your address, by a rule in yml',
			() => click('GET', '/api/ratelimit/ping', http)),
		action('ratelimit-products', 'List products', 'GET /api/products', '5 in 5 s and 60 a minute, by @RateLimited',
			() => click('GET', '/api/products', http)),
		h('form', { class: 'action', onsubmit(event) {
			event.preventDefault();
			click('POST', `/api/ratelimit/burst?algorithm=${chosen().name}&count=${calls.value}`, burst);
		} },
			h('span', { class: 'with-input' }, h('button', { type: 'submit', class: 'primary', 'data-action': 'ratelimit-burst' }, 'Burst'),
				h('label', { for: 'ratelimit-count' }, 'of'), calls, 'calls'),
			h('small', {}, 'RateLimits.tryAcquire, with the algorithm chosen')),
		action('ratelimit-reset', 'Reset', 'RateLimits.reset', 'Forget what the chosen algorithm has counted',
			() => click('POST', `/api/ratelimit/reset?algorithm=${chosen().name}`, reset)));

	function http(reply) {
		const headers = [['Left', left(reply)], ...['RateLimit', 'RateLimit-Policy', 'Retry-After'].map((name) => [name, reply.headers.get(name)])];
		const wait = reply.headers.get('Retry-After');
		if (reply.ok) {
			answer.show('allowed', 'Allowed', `${reply.status}, ${reply.body.answer ?? plural(reply.body.length, 'product')}`, headers);
		}
		else if (reply.status === 429) {
			answer.show('refused', 'Refused', `429, try again in ${wait} s`, [...headers, ['problem+json', reply.words]]);
		}
		else {
			answer.show('problem', 'Failed', reply.words);
		}
	}

	function burst(reply) {
		if (!reply.ok) {
			answer.show('problem', 'Failed', reply.words);
			return;
		}
		const { asked, allowed, refused, decidedBy, last } = reply.body;
		answer.show(allowed > 0 ? 'allowed' : 'refused', allowed > 0 ? `${count(allowed)} allowed` : 'All refused', `of ${plural(asked, 'call')}, ${count(refused)} refused`, [
			['Decided by', Object.entries(decidedBy).map(([source, times]) => `${DECIDED_BY[source]} ${count(times)}×`).join(', ')],
			['Left', last.remaining === null ? 'unknown while Redis is away' : `${last.remaining} of ${last.limit}`],
			['Next call', last.allowed ? 'now' : last.retryAfterMillis === null ? 'when Redis is back' : 'in ' + seconds(last.retryAfterMillis)]]);
	}

	function reset(reply) {
		if (reply.ok) {
			answer.show('allowed', 'Reset', `${reply.body.policy} has ${reply.body.remaining} of ${reply.body.limit} left`);
		}
		else {
			answer.show('problem', 'Failed', reply.words);
		}
	}

	return {
		degraded: 'Redis away: limited by each instance',
		live: [
			h('div', { class: 'legend' },
				h('span', { class: 'allowed' }, h('i'), 'Allowed ', totals.allowed),
				h('span', { class: 'refused' }, h('i'), 'Refused ', totals.refused),
				h('span', { class: 'away' }, h('i'), 'Redis away')),
			chart.element,
			sources,
			h('fieldset', { class: 'algorithms' }, h('legend', {}, 'Left of 10 calls in 10 s, for everybody, by algorithm'), ...rows.map((row) => row.element))
		],
		actions: [buttons, answer.element],
		update(ticks) {
			const now = ticks.at(-1).patterns.ratelimit;
			say(totals.allowed, count(now.outcomes.allowed ?? 0));
			say(totals.refused, count(now.outcomes.refused ?? 0));
			const deciders = Object.keys(SOURCES).filter((source) => now.sources[source] > 0);
			say(sources, deciders.length > 0 ? 'Decided by ' + deciders.map((source) => `${SOURCES[source]} ${count(now.sources[source])}×`).join(', ')
				: 'Nothing was decided yet');
			chart.update(ticks.slice(1).map((tick, i) => ({ at: tick.at, away: !tick.redis.up, values: ['allowed', 'refused'].map((outcome) => grown(ticks[i], tick, outcome)) })));
			rows.forEach((row) => row.show(now.left?.[row.name]));
		}
	};
}

// Reads "ping";r=4;t=10 and "ping";q=5;w=10 as a client would. A policy of several tiers
// has several of them, which are shown as they are.
function left({ ok, headers }) {
	const state = headers.get('RateLimit')?.match(/^"[^"]+";r=(\d+);t=(\d+)$/);
	const policy = headers.get('RateLimit-Policy')?.match(/^"[^"]+";q=(\d+);w=\d+$/);
	return state && policy ? `${state[1]} of ${policy[1]}, ${ok ? 'all back' : 'more'} in ${state[2]} s` : null;
}

// Meters only grow, unless the application was started again.
function grown(before, after, outcome) {
	const now = after.patterns.ratelimit?.outcomes[outcome] ?? 0;
	const then = before.patterns.ratelimit?.outcomes[outcome] ?? 0;
	return now >= then ? now - then : now;
}

function algorithm([name, label, what], i) {
	const input = h('input', { type: 'radio', name: 'algorithm', value: name, checked: i === 0, 'data-action': 'ratelimit-algorithm-' + name });
	const left = gauge(label + ', calls left');
	const number = h('span', { class: 'number' }, '–');
	const full = h('span', { class: 'full-in' }, '');
	return {
		name,
		input,
		element: h('label', {}, input, h('span', { class: 'name' }, label, h('small', {}, what)), left.element, number, full),
		show(state) {
			left.show(state?.remaining ?? 0, state?.limit ?? 0);
			say(number, state ? `${state.remaining}/${state.limit}` : '–');
			say(full, !state ? 'unknown' : state.remaining === state.limit ? 'all there' : `full in ${seconds(state.resetMillis)}`);
		}
	};
}
