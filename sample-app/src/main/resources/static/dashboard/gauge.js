import { h } from './dom.js';

const CELLS = 10;

// So many cells of ten are left. A screen reader hears the numbers.
export function gauge(label) {
	const cells = Array.from({ length: CELLS }, () => h('i'));
	const element = h('span', { class: 'gauge', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 0, 'aria-valuenow': 0 }, ...cells);
	return {
		element,
		show(left, whole) {
			const full = whole > 0 ? Math.ceil(left / whole * CELLS) : 0;
			cells.forEach((cell, i) => cell.className = i < full ? 'full' : '');
			element.classList.toggle('unknown', whole === 0);
			element.setAttribute('aria-valuemax', whole);
			element.setAttribute('aria-valuenow', left);
		}
	};
}
