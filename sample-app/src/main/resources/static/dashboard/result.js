import { h } from './dom.js';

// Where the answer to the last click is read. It has its height before it has its text.
export function result(hint) {
	const element = h('div', { class: 'result', role: 'status', 'aria-live': 'polite' }, h('p', { class: 'hint' }, hint));
	return {
		element,
		waiting() {
			element.setAttribute('aria-busy', 'true');
		},
		show(kind, verdict, words, details = []) {
			element.removeAttribute('aria-busy');
			element.replaceChildren(h('p', {}, h('b', { class: 'verdict ' + kind }, verdict), ' ', words),
				h('dl', {}, ...details.filter(([, value]) => value !== null && value !== undefined)
					.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))));
		}
	};
}
