import { h, say } from './dom.js';

// A few figures with their names, each in a place of its own.
export function facts(names) {
	const values = new Map(names.map((name) => [name, h('dd', {}, '–')]));
	return {
		element: h('dl', { class: 'facts' }, ...[...values].map(([name, value]) => h('div', {}, h('dt', {}, name), value))),
		show(name, text, kind = '') {
			const value = values.get(name);
			say(value, text);
			value.className = kind;
		}
	};
}
