import { ask } from './api.js';
import { h } from './dom.js';
import { ago, bytes, clock, count, plural, seconds } from './words.js';

const EVERY = 2;

// The real keys of a pattern and the commands of the last click. While it is open it
// looks again every other second; closed it asks nothing.
export function redisDrawer(pattern) {
	const action = h('div', { class: 'last-action' });
	const keys = h('div', { class: 'keys', tabindex: 0, role: 'region', 'aria-label': 'Keys of ' + pattern.title });
	const element = h('details', { class: 'drawer' },
		h('summary', { 'data-action': pattern.name + '-redis' }, 'In Redis'), action, keys);
	let passed = 0;
	let asking = false;

	async function refresh() {
		if (!element.open || asking) {
			return;
		}
		asking = true;
		const reply = await ask('GET', `/api/patterns/${pattern.name}/redis`);
		asking = false;
		if (reply.ok) {
			action.replaceChildren(...commands(reply.body.lastAction));
			keys.replaceChildren(...table(reply.body.found));
		}
		else {
			action.replaceChildren(h('p', { class: 'problem' }, reply.words));
			keys.replaceChildren();
		}
	}

	element.addEventListener('toggle', refresh);
	return {
		element,
		refresh,
		tick(up) {
			passed += 1;
			if (up && passed % EVERY === 0) {
				refresh();
			}
			else if (!up && element.open) {
				action.replaceChildren(h('p', { class: 'hint' }, 'Redis is away. What it holds is shown again when it is back.'));
				keys.replaceChildren();
			}
		}
	};
}

function commands(last) {
	if (!last) {
		return [h('p', { class: 'hint' }, 'Commands of the last click: none yet, click an action above.')];
	}
	const head = h('p', {}, 'Last click ', h('code', {}, last.request), ' ',
		h('time', { title: clock(last.at) }, ago(last.at)));
	if (!last.commands) {
		return [head, h('p', { class: 'hint' }, 'Redis was away and could not count.')];
	}
	const sent = last.commands.filter((one) => !one.insideScript);
	const inside = last.commands.filter((one) => one.insideScript);
	return [head, h('p', { class: 'counts' }, sent.length > 0 ? 'Sent ' : 'Sent nothing: decided without Redis', ...sent.map(chip),
		inside.length > 0 ? ' run inside the script ' : null, ...inside.map(chip))];
}

function chip(one) {
	return h('span', { class: 'chip' + (one.insideScript ? ' inside' : '') }, one.command.toUpperCase().replace('|', ' '), ' ',
		h('b', {}, '×' + count(one.count)));
}

function table(found) {
	if (found.keys.length === 0) {
		return [h('p', { class: 'hint' }, 'No key matches ', h('code', {}, found.match), ' now. Click an action above; keys go when their time is over.')];
	}
	const head = h('tr', {}, ...['Key', 'Type', 'TTL', 'Size', 'Value'].map((name) => h('th', { scope: 'col' }, name)));
	const rows = found.keys.map((key) => h('tr', {}, h('td', {}, h('code', {}, key.name)), h('td', {}, key.type),
		h('td', { class: 'number' }, seconds(key.ttlMillis)), h('td', { class: 'number' }, bytes(key.bytes)),
		h('td', {}, h('code', {}, key.preview))));
	return [h('table', {}, h('caption', {}, plural(found.keys.length, 'key'), ' matching ', h('code', {}, found.match), found.more ? ', and more' : ''),
		h('thead', {}, head), h('tbody', {}, ...rows))];
}
