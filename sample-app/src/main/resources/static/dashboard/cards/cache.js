import { action } from '../action.js';
import { columns } from '../columns.js';
import { h, say } from '../dom.js';
import { facts } from '../facts.js';
import { result } from '../result.js';
import { count, plural, seconds } from '../words.js';

const SERIES = [['memory', 'allowed', 'In memory'], ['redis', 'remote', 'In Redis'], ['shared', 'spared', 'Shared a load'], ['loads', 'slow', 'Loaded']];
const PRODUCTS = 8;
const CATEGORIES = ['beans', 'brewing', 'tools'];

export function card({ act }) {
	const answer = result('Read a product twice, then let 1,000 callers in.');
	const totals = SERIES.map(() => h('b', {}, '0'));
	const figures = facts(['Hits', 'Memory', 'Redis', 'Executions', 'Wait for H2', 'Written to H2']);
	const chart = columns({
		label: 'Reads of the caches in the last minute',
		empty: 'No read in the last minute. Click Read.',
		series: SERIES.map(([, kind, label]) => ({ name: label.toLowerCase(), kind }))
	});
	const rows = Array.from({ length: PRODUCTS }, (_, i) => h('tr', {}, h('td', {}, 'Product ' + (i + 1)), h('td', {}, ''), h('td', {}, ''), h('td', {}, '')));
	const product = h('input', { type: 'number', id: 'cache-product', min: 1, max: PRODUCTS, value: 1, required: true });
	const category = h('select', { id: 'cache-category' }, ...CATEGORIES.map((name) => h('option', {}, name)));

	async function click(method, path, show) {
		answer.waiting();
		const reply = await act(method, '/api/cache/' + path);
		if (reply.ok) {
			show(reply.body);
		}
		else {
			answer.show('problem', 'Failed', reply.words);
		}
	}

	function read({ product: found, micros, executions }) {
		answer.show('allowed', executions === 0 ? 'From the cache' : 'Loaded', `${found.name}, ${found.price.toFixed(2)} €`, [
			['Took', micros < 1000 ? `${count(micros)} µs` : `${count(Math.round(micros / 1000))} ms`],
			['Executions of the method', count(executions)]]);
	}

	function rushed({ callers, executions, answers, millis, category: asked }) {
		answer.show(executions === 1 ? 'allowed' : 'refused', plural(executions, 'execution'), `for ${plural(callers, 'caller')} who wanted “${asked}” when nobody had it`, [
			['Different answers', count(answers)], ['Last one served after', `${count(millis)} ms`], ['The method alone takes', '100 ms']]);
	}

	return {
		degraded: 'Redis away: each instance loads for itself',
		live: [
			h('div', { class: 'legend' }, ...SERIES.map(([, kind, label], i) => h('span', { class: kind }, h('i'), label + ' ', totals[i])),
				h('span', { class: 'away' }, h('i'), 'Redis away')),
			chart.element,
			figures.element,
			h('div', { class: 'rows' }, h('table', {}, h('caption', {}, 'Where “products” are: in the memory of this instance, in Redis'),
				h('thead', {}, h('tr', {}, ...['Key', 'Memory', 'Redis', 'Fresh'].map((name) => h('th', { scope: 'col' }, name)))), h('tbody', {}, ...rows)))
		],
		actions: [h('div', { class: 'buttons' },
			h('form', { class: 'action', onsubmit(event) {
				event.preventDefault();
				click('GET', `products/${product.value}`, read);
			} },
				h('span', { class: 'with-input' }, h('button', { type: 'submit', class: 'primary', 'data-action': 'cache-read' }, 'Read'),
					h('label', { for: 'cache-product' }, 'product'), product,
					button('evict', 'Evict', () => click('POST', `evict?product=${product.value}`, ({ evicted }) => answer.show(evicted ? 'refused' : 'allowed',
						evicted ? 'Evicted' : 'Nothing to do', evicted ? 'here, in Redis and in the memory of all instances' : 'because nothing fresh was there')))),
				h('small', {}, '@Cacheable on a method that takes 100 ms, and TieredCache.evict')),
			action('cache-stampede', 'Stampede', '1,000 × Shelf.in', 'A thousand threads want what nobody has',
				() => click('POST', 'stampede', rushed)),
			h('form', { class: 'action', onsubmit(event) {
				event.preventDefault();
				click('POST', `raise?category=${category.value}`, ({ category: raised, changed }) => answer.show('allowed', 'Raised',
					`the price of ${plural(changed, 'product')}, and evicted all with the tag “category:${raised}” on all instances`));
			} },
				h('span', { class: 'with-input' }, h('button', { type: 'submit', 'data-action': 'cache-raise' }, 'Raise prices'),
					h('label', { for: 'cache-category' }, 'of'), category),
				h('small', {}, '@CacheTagEvict after the commit: one command for each of two caches')),
			action('cache-count', 'Count 200', '200 × @CachePut', 'Pieces of that product, written to H2 later: once, not 200 times',
				() => click('POST', `count?product=${product.value}`, ({ writes, counted, inDatabase }) => answer.show('allowed', 'Counted', `${plural(writes, 'write')} of one key`, [
					['Whoever reads finds', count(counted)], ['H2 knows of', count(inDatabase)], ['H2 is written', 'within 2 s']]))),
			action('cache-clear', 'Clear', 'TieredCache.clear', 'Everything, in one command for each cache',
				() => click('POST', 'clear', () => answer.show('refused', 'Cleared', 'here, in Redis and in the memory of all instances')))), answer.element],
		update(ticks) {
			const { patterns: { cache: now } } = ticks.at(-1);
			chart.update(ticks.slice(1).map((tick, i) => ({ at: tick.at, away: !tick.redis.up, values: SERIES.map(([name]) => grown(ticks[i], tick, name)) })));
			if (now) {
				SERIES.forEach(([name], i) => say(totals[i], count(now[name])));
				show(now);
			}
		}
	};

	function show({ memory, redis, misses, shared, executions, written, waiting, products }) {
		const all = memory + redis + misses + shared;
		figures.show('Hits', ratio(memory + redis, all));
		figures.show('Memory', ratio(memory, all));
		figures.show('Redis', ratio(redis, redis + misses));
		figures.show('Executions', count(executions));
		figures.show('Wait for H2', waiting === null ? 'unknown' : plural(waiting, 'key'));
		figures.show('Written to H2', plural(written, 'time'));
		rows.forEach((row, i) => {
			const place = products?.[i];
			say(row.cells[1], !place ? 'unknown' : place.inMemory ? 'yes' : '–');
			say(row.cells[2], !place ? 'unknown' : !place.inRedis ? '–' : place.evicted ? 'outdated' : 'yes');
			say(row.cells[3], !place?.inRedis || place.evicted ? '–' : place.freshMillis > 0 ? seconds(place.freshMillis) : `stale, for ${seconds(place.staleMillis)}`);
		});
	}
}

function button(name, label, onclick) {
	return h('button', { type: 'button', 'data-action': 'cache-' + name, onclick }, label);
}

function ratio(part, whole) {
	return whole > 0 ? `${Math.round(100 * part / whole)} %` : 'no reads yet';
}

// Meters only grow, unless the application was started again.
function grown(before, after, name) {
	const now = after.patterns.cache?.[name] ?? 0;
	const then = before.patterns.cache?.[name] ?? 0;
	return now >= then ? now - then : now;
}
