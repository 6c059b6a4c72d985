import { ask } from './api.js';
import { h, say } from './dom.js';

// The menu of the ways to break Redis. It stays open, so that its answer is read where
// the click was.
export function breakItMenu() {
	const answer = h('p', { class: 'answer', role: 'status' }, 'Then watch what the cards do.');
	const items = h('div', { role: 'menu', 'aria-label': 'Break it' });
	const panel = h('div', { class: 'panel', id: 'break-panel', hidden: true }, items, answer);
	const button = h('button', { type: 'button', class: 'opener', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
		'aria-controls': 'break-panel', 'data-action': 'break-menu', onclick: () => toggle(panel.hidden) }, 'Break it');
	const element = h('div', { class: 'breakit' }, button, panel);

	async function toggle(open) {
		panel.hidden = !open;
		button.setAttribute('aria-expanded', String(open));
		if (open && items.childElementCount === 0) {
			const ways = await ask('GET', '/api/break');
			if (ways.ok) {
				items.append(...ways.body.map(item));
			}
			else {
				say(answer, ways.words);
			}
		}
		if (open) {
			items.querySelector('button')?.focus();
		}
	}

	function item(way) {
		return h('button', { type: 'button', role: 'menuitem', 'data-action': 'break-' + way.id, disabled: !way.possible,
			onclick: () => run(way) }, h('b', {}, way.title),
			h('small', {}, way.possible ? way.what : 'Only with the embedded Redis'));
	}

	async function run(way) {
		say(answer, way.title + ' …');
		const reply = await ask('POST', '/api/break/' + way.id);
		answer.dataset.kind = reply.ok ? 'done' : 'problem';
		say(answer, (reply.ok ? reply.body.done : reply.words) + '.');
	}

	element.addEventListener('keydown', (event) => {
		const all = [...items.querySelectorAll('button:not(:disabled)')];
		const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (event.key === 'Escape' && !panel.hidden) {
			toggle(false);
			button.focus();
		}
		else if (move && !panel.hidden) {
			event.preventDefault();
			all[(all.indexOf(document.activeElement) + move + all.length) % all.length]?.focus();
		}
	});
	document.addEventListener('pointerdown', (event) => {
		if (!element.contains(event.target) && !panel.hidden) {
			toggle(false);
		}
	});
	return element;
}
