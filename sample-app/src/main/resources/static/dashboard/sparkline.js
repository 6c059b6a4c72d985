import { svg } from './dom.js';

const WIDTH = 88;
const HEIGHT = 22;

// A line of the last minute. Seconds without Redis are a gap, not a zero.
export function sparkline() {
	const line = svg('path', { class: 'line' });
	const element = svg('svg', { class: 'spark', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, line);
	return {
		element,
		update(values, gaps) {
			const most = Math.max(...values, 1);
			const step = (WIDTH - 2) / 59;
			const start = WIDTH - 1 - (values.length - 1) * step;
			let path = '';
			values.forEach((value, i) => {
				const move = i === 0 || gaps[i] || gaps[i - 1] ? 'M' : 'L';
				path += `${move}${(start + i * step).toFixed(1)},${(HEIGHT - 2 - value / most * (HEIGHT - 4)).toFixed(1)}`;
			});
			line.setAttribute('d', path);
		}
	};
}
