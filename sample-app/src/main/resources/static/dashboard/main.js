import { ask } from './api.js';
import { breakItMenu } from './breakit.js';
import { frame } from './card.js';
import { h } from './dom.js';
import { header } from './header.js';
import { listen } from './live.js';

const KEPT = 120;
const cards = [];
let ticks = [];

const top = header();
document.getElementById('menu').append(breakItMenu());

const patterns = await ask('GET', '/api/patterns');
if (patterns.ok) {
	// all at once, so that no card moves another one
	const modules = new Map(await Promise.all(patterns.body.map(async ({ name }) => [name, await import(`./cards/${name}.js`)])));
	const groups = groupBy(patterns.body);
	for (const [group, members] of groups) {
		const grid = h('div', { class: 'grid' });
		document.getElementById('cards').append(h('section', { class: 'group' }, h('h2', {}, group), grid));
		for (const pattern of members) {
			const framed = frame(pattern, modules.get(pattern.name).card);
			grid.append(framed.element);
			cards.push(framed);
		}
	}
}
else {
	document.getElementById('cards').append(h('p', { class: 'problem', role: 'alert' }, patterns.words));
}

listen({
	onHistory(history) {
		ticks = history;
		show();
	},
	onTick(tick) {
		ticks = [...ticks.slice(1 - KEPT), tick];
		show();
	},
	onState: top.stream
});

function show() {
	if (ticks.length > 0) {
		document.getElementById('cards').dataset.at = ticks.at(-1).at;
		top.update(ticks);
		cards.forEach((card) => card.update(ticks));
	}
}

function groupBy(list) {
	const groups = new Map();
	list.forEach((pattern) => groups.set(pattern.group, [...groups.get(pattern.group) ?? [], pattern]));
	return groups;
}
