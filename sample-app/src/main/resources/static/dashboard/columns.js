import { h, say, svg } from './dom.js';
import { clock } from './words.js';

const SECONDS = 60;
const HEIGHT = 196;
const GAP = 1.5;

// Stacked columns, one a second. Refused ones are hatched and a band says when Redis was
// away, so that nothing is told by colour alone.
export function columns({ series, label, empty }) {
	const bands = svg('path', { class: 'away' });
	const grid = svg('path', { class: 'gridline' });
	const paths = series.map((one) => svg('path', { class: 'column ' + one.kind }));
	const cursor = svg('path', { class: 'cursor' });
	const hatch = svg('pattern', { id: 'hatch', width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
		svg('rect', { width: 4, height: 4, class: 'hatch-ground' }), svg('rect', { width: 1.6, height: 4, class: 'hatch-line' }));
	const drawing = svg('svg', { role: 'img', 'aria-label': label, height: HEIGHT }, svg('defs', {}, hatch), bands, grid, ...paths, cursor);
	const top = h('span', { class: 'y most' });
	const middle = h('span', { class: 'y half' });
	const nothing = h('p', { class: 'empty' }, empty);
	const reading = h('p', { class: 'reading' });
	const plot = h('div', { class: 'plot', tabindex: 0, 'aria-label': label + ', arrow keys read single seconds' }, drawing, top, middle, nothing);
	const element = h('div', { class: 'columns' }, plot,
		h('div', { class: 'x' }, h('span', {}, '60 s ago'), reading, h('span', {}, 'now')));
	let rows = [];
	let chosen = null;

	function draw() {
		const width = plot.clientWidth;
		if (width === 0) {
			return;
		}
		const step = width / SECONDS;
		const most = nice(Math.max(...rows.map((row) => row.values.reduce((sum, value) => sum + value, 0)), 0));
		const y = (value) => HEIGHT - value / most * (HEIGHT - 8);
		const x = (i) => width - (rows.length - i) * step;
		drawing.setAttribute('width', width);
		paths.forEach((path, s) => path.setAttribute('d', rows.map((row, i) => {
			const below = row.values.slice(0, s).reduce((sum, value) => sum + value, 0);
			return row.values[s] > 0 ? box(x(i) + GAP / 2, y(below + row.values[s]), step - GAP, y(below) - y(below + row.values[s])) : '';
		}).join('')));
		bands.setAttribute('d', rows.map((row, i) => row.away ? box(x(i), 0, step + 0.5, HEIGHT) : '').join(''));
		grid.setAttribute('d', [0, 0.5, 1].map((part) => `M0,${Math.round(y(most * part)) - 0.5}H${width}`).join(''));
		cursor.setAttribute('d', chosen !== null && rows[chosen] ? box(x(chosen), 0, step, HEIGHT) : '');
		say(top, String(most));
		say(middle, String(most / 2));
		nothing.hidden = rows.some((row) => row.values.some((value) => value > 0) || row.away);
		say(reading, chosen !== null && rows[chosen] ? read(rows[chosen]) : '');
	}

	function read(row) {
		return clock(row.at) + ': ' + series.map((one, s) => `${row.values[s]} ${one.name}`).join(', ') + (row.away ? ', Redis away' : '');
	}

	plot.addEventListener('pointermove', (event) => {
		const fromRight = (plot.getBoundingClientRect().right - event.clientX) / (plot.clientWidth / SECONDS);
		chosen = Math.min(rows.length - 1, Math.max(0, rows.length - 1 - Math.floor(fromRight)));
		draw();
	});
	plot.addEventListener('pointerleave', () => {
		chosen = null;
		draw();
	});
	plot.addEventListener('blur', () => {
		chosen = null;
		draw();
	});
	plot.addEventListener('keydown', (event) => {
		const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
		if (move) {
			event.preventDefault();
			chosen = Math.min(rows.length - 1, Math.max(0, (chosen ?? rows.length) + move));
			draw();
		}
	});
	new ResizeObserver(draw).observe(plot);
	return {
		element,
		update(newRows) {
			rows = newRows.slice(-SECONDS);
			draw();
		}
	};
}

function box(x, y, width, height) {
	return `M${x.toFixed(1)},${y.toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`;
}

function nice(most) {
	let scale = 10;
	while (scale < most) {
		scale *= scale.toString().startsWith('2') ? 2.5 : 2;
	}
	return scale;
}
