import { action } from '../action.js';
import { h, say } from '../dom.js';
import { facts } from '../facts.js';
import { result } from '../result.js';
import { clock, count, plural, seconds } from '../words.js';

const TURNS = 6;
const STATES = { WAITING: ['Waits', 'away'], HELD: ['Holds it', 'allowed'], RELEASED: ['Gave it back', ''], LOST: ['Told: lost', 'refused'] };

export function card({ act }) {
	const answer = result('Take the lock, then let three others queue for it.');
	const holder = h('p', { class: 'headline' }, '–');
	const figures = facts(['Held for', 'Lease ends in', 'Waiting', 'Fencing token', 'Got, here', 'Busy, here']);
	const rows = Array.from({ length: TURNS }, () => h('tr', {}, h('td', {}, ''), h('td', {}, ''), h('td', { class: 'number' }, '')));

	async function click(path, show) {
		answer.waiting();
		const reply = await act('POST', '/api/lock/' + path);
		if (reply.ok) {
			show(reply.body);
		}
		else {
			answer.show(reply.status === 423 ? 'refused' : 'problem', reply.status === 423 ? 'Busy' : 'Failed', reply.words);
		}
	}

	return {
		degraded: 'Redis away: nobody gets it',
		live: [holder, figures.element, h('div', { class: 'rows' }, h('table', {}, h('caption', {}, 'Last callers of this instance'),
			h('thead', {}, h('tr', {}, ...['Caller', 'State', 'Fencing token'].map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows)))],
		actions: [h('div', { class: 'buttons' },
			action('lock-take', 'Take for 5 s', 'Locks.lockAsync', 'Once, without waiting; its lease of 3 s is renewed',
				() => click('take', (turn) => answer.show('allowed', 'Taken', `by ${turn.caller}`, [['Fencing token', String(turn.fence)]]))),
			action('lock-queue', 'Queue three', '3 × Locks.lockAsync', 'They come together, hold it for 2 s each and hand it on',
				() => click('queue', (queue) => answer.show('allowed', 'Queued', `${plural(queue.callers, 'caller')}; watch them hand it over`))),
			h('div', { class: 'action' },
				h('span', {}, button('write', 'Write', () => click('write', wrote)), button('stale', 'Write, stale', () => click('write?stale=true', wrote)),
					h('code', {}, 'FencedStore.trySet')),
				h('small', {}, 'As the last holder, and as the one before it')),
			action('lock-release', 'Force release', 'Locks.forceRelease', 'Take it away; its holder learns with the next renewal',
				() => click('release', ({ released }) => answer.show(released ? 'refused' : 'allowed', released ? 'Taken away' : 'Nothing to do',
					released ? 'from its holder, whose token is refused from now on' : 'because nobody holds it')))), answer.element],
		update(ticks) {
			const { at, patterns: { lock: now } } = ticks.at(-1);
			if (now) {
				show(now, at);
			}
		}
	};

	function wrote({ written, writer, token, highest }) {
		answer.show(written ? 'allowed' : 'refused', written ? 'Written' : 'Refused', written ? `by ${writer}` : `because the token of ${writer} is stale; nothing was written`, [
			['Its token', String(token)], ['Highest seen', String(highest)], ['In Redis', 'shop:lock:{stocktake}:value']]);
	}

	function show({ lock, attempts, held, waiting, turns }, at) {
		const who = !lock ? 'Redis cannot say who holds it' : lock.holder === null ? 'Nobody holds it' : `Held by ${lock.holder}`;
		say(holder, who);
		holder.title = lock?.since ? 'Since ' + clock(lock.since) : '';
		figures.show('Held for', held.length > 0 ? seconds(held[0]) : lock?.since ? seconds(Math.max(0, at - lock.since)) : '–');
		figures.show('Lease ends in', lock?.holder ? seconds(lock.remainingMillis) : '–');
		figures.show('Waiting', lock ? `${count(lock.waiters.length)}${waiting.length > 0 ? `, longest ${seconds(Math.max(...waiting))}` : ''}` : 'unknown');
		figures.show('Fencing token', lock?.fence ? String(lock.fence) : '–');
		figures.show('Got, here', plural(attempts.acquired ?? 0, 'time'));
		figures.show('Busy, here', plural(attempts.busy ?? 0, 'time'));
		rows.forEach((row, i) => {
			const turn = turns[i];
			const [words, kind] = turn ? STATES[turn.state] : ['', ''];
			say(row.cells[0], turn?.caller ?? (i === 0 ? 'None yet' : ''));
			say(row.cells[1], words);
			row.cells[1].className = kind;
			say(row.cells[2], turn?.fence ? String(turn.fence) : '');
		});
	}
}

function button(name, label, onclick) {
	return h('button', { type: 'button', 'data-action': 'lock-' + name, onclick }, label);
}
