import { action } from '../action.js';
import { h, say } from '../dom.js';
import { facts } from '../facts.js';
import { result } from '../result.js';
import { count, plural, seconds } from '../words.js';

const MOST = 20;
const SHOWN = 5;

export function card({ act }) {
	const answer = result('Send a burst and see that only three are ever at work.');
	const headline = h('p', { class: 'headline' }, '–');
	const slots = Array.from({ length: MOST }, () => h('i', { hidden: true }));
	const figures = facts(['Waiting', 'Granted, here', 'Full, here', 'Size']);
	const rows = Array.from({ length: SHOWN }, () => h('tr', {}, h('td', {}, ''), h('td', { class: 'number' }, ''), h('td', { class: 'number' }, '')));
	const permits = h('input', { type: 'number', id: 'semaphore-permits', min: 0, max: MOST, value: 3, required: true });

	async function click(method, path, show) {
		answer.waiting();
		const reply = await act(method, path);
		if (reply.ok) {
			show(reply.body);
		}
		else {
			const full = reply.body?.title === 'Too much is going on';
			answer.show(full ? 'refused' : 'problem', full ? 'Full' : 'Failed', reply.words);
		}
	}

	return {
		degraded: 'Redis away: no permit is granted',
		live: [headline, h('div', { class: 'slots', 'aria-hidden': 'true' }, ...slots), figures.element,
			h('div', { class: 'rows' }, h('table', {}, h('caption', {}, 'Who has permits, those first whose lease ends first'),
				h('thead', {}, h('tr', {}, ...['Instance', 'Permits', 'Lease'].map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows)))],
		actions: [h('div', { class: 'buttons' },
			action('semaphore-render', 'Render', 'Pictures.render', 'A picture, by @DistributedSemaphore; waits up to 2 s',
				() => click('GET', `/api/products/${1 + Math.floor(Math.random() * 8)}/picture`, rendered)),
			action('semaphore-take', 'Take for 5 s', 'Semaphores.acquireAsync', 'Once, without waiting',
				() => click('POST', '/api/semaphore/take', (now) => answer.show('allowed', 'Taken', `${count(now.inUse)} of ${plural(now.permits, 'permit')} in use`))),
			action('semaphore-burst', 'Burst', '12 × acquireAsync', 'They hold it for 1 s and wait for up to 3 s, in turn',
				() => click('POST', '/api/semaphore/burst', (now) => answer.show('allowed', 'Sent', `${plural(now.callers, 'caller')}; watch who gets one`))),
			h('form', { class: 'action', onsubmit(event) {
				event.preventDefault();
				click('POST', `/api/semaphore/resize?permits=${permits.value}`, resized);
			} },
				h('span', { class: 'with-input' }, h('button', { type: 'submit', 'data-action': 'semaphore-resize' }, 'Resize'),
					h('label', { for: 'semaphore-permits' }, 'to'), permits, 'permits'),
				h('small', {}, 'Semaphores.resize, on all instances at once; 0 pauses it'))), answer.element],
		update(ticks) {
			const { semaphore: now } = ticks.at(-1).patterns;
			if (now) {
				show(now);
			}
		}
	};

	function rendered(svg) {
		const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
		picture.setAttribute('class', 'picture');
		picture.setAttribute('role', 'img');
		picture.setAttribute('aria-label', 'The picture');
		answer.show('allowed', 'Rendered', 'with a permit that is back already');
		answer.element.append(document.adoptNode(picture));
	}

	function resized(now) {
		answer.show('allowed', 'Resized', now.permits === 0 ? 'to nothing: everybody waits' : `to ${plural(now.permits, 'permit')}`,
			[['By', now.resizedBy], ['In use', now.inUse > now.permits ? `${count(now.inUse)}: nobody loses one` : count(now.inUse)]]);
	}

	function show({ semaphore, outcomes, waiting }) {
		say(headline, semaphore ? `${count(semaphore.inUse)} of ${plural(semaphore.permits, 'permit')} in use` : 'Redis cannot say how many are in use');
		slots.forEach((slot, i) => {
			slot.hidden = !semaphore || i >= Math.max(semaphore.permits, semaphore.inUse);
			slot.className = semaphore && i < semaphore.inUse ? 'full' : '';
		});
		figures.show('Waiting', !semaphore ? `${count(waiting)} here` : `${count(waiting)} here, ${count(semaphore.waiters.length)} in line`);
		figures.show('Granted, here', plural(outcomes.granted ?? 0, 'time'));
		figures.show('Full, here', plural(outcomes.full ?? 0, 'time'));
		figures.show('Size', !semaphore ? 'unknown' : semaphore.resizedBy ? `${count(semaphore.permits)}, by ${semaphore.resizedBy}` : `${count(semaphore.permits)}, by yml`);
		rows.forEach((row, i) => {
			const holder = semaphore?.holders[i];
			say(row.cells[0], holder?.instance ?? (i > 0 ? '' : semaphore ? 'Nobody' : 'Unknown'));
			say(row.cells[1], holder ? count(holder.weight) : '');
			say(row.cells[2], holder ? seconds(holder.remainingMillis) : '');
		});
	}
}
