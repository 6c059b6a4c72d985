import { action } from '../action.js';
import { columns } from '../columns.js';
import { h, say } from '../dom.js';
import { facts } from '../facts.js';
import { result } from '../result.js';
import { count, plural, seconds } from '../words.js';

const STATES = { CLOSED: 'Closed', OPEN: 'Open', HALF_OPEN: 'Half open', FORCED_OPEN: 'Forced open', DISABLED: 'Disabled', METRICS_ONLY: 'Only counting' };
const KINDS = { CLOSED: 'allowed', OPEN: 'refused', HALF_OPEN: 'away', FORCED_OPEN: 'refused', DISABLED: 'away', METRICS_ONLY: 'away' };
const CAUSES = { FAILURE_RATE: 'too many failures', SLOW_CALL_RATE: 'too many slow calls', WAIT_ENDED: 'it was open for long enough',
	PROBES_PASSED: 'the probes were fine', FORCED: 'an operator said so', RESET: 'an operator reset it', RESTORED: 'an instance told Redis, which had lost it',
	PROBES_TOO_LATE: 'the probes took too long', FORCE_ENDED: 'what an operator said has ended', MERGED: 'an instance had opened it without Redis',
	UNKNOWN: 'of something unknown' };
const SERIES = [['fine', 'allowed', 'Fine'], ['slow', 'slow', 'Slow'], ['failed', 'refused', 'Failed'], ['refused', 'spared', 'Not permitted']];

export function card({ act }) {
	const answer = result('Let 20 payments fail and see the breaker open.');
	const totals = SERIES.map(() => h('b', {}, '0'));
	const figures = facts(['This instance', 'Shared by all', 'Failure rate', 'Slow calls', 'In the window', 'Gateway']);
	const why = h('p', { class: 'why hint' }, '');
	const chart = columns({
		label: 'Calls of the payment gateway in the last minute',
		empty: 'No payment in the last minute. Click Pay.',
		series: SERIES.map(([name, kind, label]) => ({ name: label.toLowerCase(), kind }))
	});

	async function click(path, show) {
		answer.waiting();
		const reply = await act('POST', '/api/circuitbreaker/' + path);
		if (reply.ok) {
			show(reply.body);
		}
		else {
			answer.show('problem', 'Failed', reply.words);
		}
	}

	function paid({ customers, outcomes, last }) {
		const { PAID = 0, FAILED = 0, REFUSED = 0 } = outcomes;
		answer.show(PAID > 0 ? 'allowed' : 'refused', PAID > 0 ? `${count(PAID)} paid` : 'None paid', `of ${plural(customers, 'payment')}`, [
			['Failed', FAILED > 0 ? `${count(FAILED)}, to be tried again: the fallback says so` : null],
			['Not permitted', REFUSED > 0 ? `${count(REFUSED)}, answered by the fallback without a call` : null],
			['The last one', last]]);
	}

	function forced(circuit) {
		answer.show(KINDS[circuit.state], STATES[circuit.state], 'on all instances', [
			['Ends in', circuit.remainingMillis > 0 ? seconds(circuit.remainingMillis) : null],
			['By', circuit.actor],
			['Generation', count(circuit.generation)]]);
	}

	return {
		degraded: 'Redis away: each instance decides alone',
		live: [
			h('div', { class: 'legend' }, ...SERIES.map(([, kind, label], i) => h('span', { class: kind }, h('i'), label + ' ', totals[i])),
				h('span', { class: 'away' }, h('i'), 'Redis away')),
			chart.element,
			figures.element,
			why
		],
		actions: [h('div', { class: 'buttons' },
			action('circuitbreaker-ok', 'Pay', 'Payments.pay', 'The gateway is well, and takes 20 ms',
				() => click('pay?gateway=OK&count=1', paid)),
			action('circuitbreaker-failing', 'Pay, failing', '20 × Payments.pay', 'The gateway answers 500; open from 10 calls and 50 %',
				() => click('pay?gateway=FAILING&count=20', paid)),
			action('circuitbreaker-slow', 'Pay, slow', '20 × Payments.pay', 'It takes 300 ms; open from 60 % above 200 ms',
				() => click('pay?gateway=SLOW&count=20', paid)),
			h('div', { class: 'action' },
				h('span', {}, button('open', 'Force open', () => click('force?state=FORCED_OPEN', forced)),
					button('disable', 'Keep closed', () => click('force?state=DISABLED', forced)),
					button('reset', 'Reset', () => click('reset', forced))),
				h('small', {}, 'CircuitBreaker.force for 30 s on all instances, and reset'))), answer.element],
		update(ticks) {
			const { patterns: { circuitbreaker: now } } = ticks.at(-1);
			chart.update(ticks.slice(1).map((tick, i) => ({ at: tick.at, away: !tick.redis.up, values: SERIES.map(([name]) => grown(ticks[i], tick, name)) })));
			if (now) {
				SERIES.forEach(([name], i) => say(totals[i], count(total(now.calls, name))));
				show(now);
			}
		}
	};

	function show({ gateway, state, alone, metrics, shared }) {
		figures.show('This instance', STATES[state] + (alone ? ', alone' : ''), KINDS[state]);
		figures.show('Shared by all', shared ? STATES[shared.state] : 'unknown', shared ? KINDS[shared.state] : 'away');
		figures.show('Failure rate', rate(metrics.failureRate));
		figures.show('Slow calls', rate(metrics.slowCallRate));
		figures.show('In the window', shared ? plural(shared.calls, 'call') : plural(metrics.calls, 'call'));
		figures.show('Gateway', { OK: 'well', FAILING: 'failing', SLOW: 'slow' }[gateway]);
		say(why, !shared ? 'Redis cannot say what the others do.' : shared.ageMillis === null ? 'It was never anything but closed.'
			: `${STATES[shared.state]} for ${seconds(shared.ageMillis)} because ${CAUSES[shared.cause]}, generation ${count(shared.generation)}`
				+ (shared.remainingMillis > 0 ? `; ends in ${seconds(shared.remainingMillis)}` : ''));
	}
}

function button(name, label, onclick) {
	return h('button', { type: 'button', 'data-action': 'circuitbreaker-' + name, onclick }, label);
}

function rate(percent) {
	return percent < 0 ? 'too few calls' : Math.round(percent) + ' %';
}

// A call that was slow and failed is one that failed.
function total(calls, name) {
	return (calls?.[name] ?? 0) + (name === 'failed' ? calls?.both ?? 0 : 0);
}

// Meters only grow, unless the application was started again.
function grown(before, after, name) {
	const now = total(after.patterns.circuitbreaker?.calls, name);
	const then = total(before.patterns.circuitbreaker?.calls, name);
	return now >= then ? now - then : now;
}
