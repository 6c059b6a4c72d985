import { h } from './dom.js';

// As much Markdown as the docs are written in: headings, paragraphs, lists, tables, quotes
// and code. Text becomes text nodes, never HTML.
export function markdown(source, page) {
	const lines = source.replace(/\r/g, '').split('\n');
	const blocks = [];
	while (lines.length > 0) {
		const line = lines[0];
		if (/^```/.test(line)) {
			lines.shift();
			const code = take(lines, (one) => !/^```/.test(one));
			lines.shift();
			blocks.push(h('pre', { tabindex: 0 }, h('code', {}, code.join('\n'))));
		}
		else if (/^#{1,4} /.test(line)) {
			const [, marks, text] = lines.shift().match(/^(#+) (.*)/);
			blocks.push(h('h' + marks.length, { id: anchor(text) }, ...inline(text, page)));
		}
		else if (/^\|/.test(line)) {
			blocks.push(table(take(lines, (one) => /^\|/.test(one)), page));
		}
		else if (/^(\d+\.|[-*]) /.test(line)) {
			const items = list(take(lines, (one) => /^(\d+\.|[-*]) |^ {2,}\S/.test(one)));
			blocks.push(h(/^\d/.test(line) ? 'ol' : 'ul', {}, ...items.map((item) => h('li', {}, ...inline(item, page)))));
		}
		else if (/^>/.test(line)) {
			const quote = take(lines, (one) => /^>/.test(one)).map((one) => one.replace(/^> ?/, ''));
			blocks.push(h('blockquote', {}, ...inline(quote.join(' '), page)));
		}
		else if (line.trim() === '' || /^<!--.*-->$/.test(line)) {
			lines.shift();
		}
		else {
			const text = [lines.shift(), ...take(lines, (one) => one.trim() !== '' && !/^(```|#{1,4} |\||>|(\d+\.|[-*]) )/.test(one))];
			blocks.push(h('p', {}, ...inline(text.join(' '), page)));
		}
	}
	return blocks;
}

function take(lines, wanted) {
	const end = lines.findIndex((line) => !wanted(line));
	return lines.splice(0, end < 0 ? lines.length : end);
}

function list(lines) {
	const items = [];
	for (const line of lines) {
		if (/^(\d+\.|[-*]) /.test(line)) {
			items.push(line.replace(/^(\d+\.|[-*]) /, ''));
		}
		else {
			items[items.length - 1] += ' ' + line.trim();
		}
	}
	return items;
}

function table(lines, page) {
	const rows = lines.filter((line) => !/^\|[\s:|-]+$/.test(line))
		.map((line) => line.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, '|')));
	const row = (tag) => (cells) => h('tr', {}, ...cells.map((cell) => h(tag, {}, ...inline(cell, page))));
	return h('div', { class: 'table', tabindex: 0 }, h('table', {}, h('thead', {}, row('th')(rows[0])), h('tbody', {}, ...rows.slice(1).map(row('td')))));
}

function inline(text, page) {
	const parts = [];
	let end = 0;
	for (const match of text.matchAll(/`([^`]+)`|\*\*(.+?)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g)) {
		const [all, code, strong, emphasis, label, target] = match;
		parts.push(text.slice(end, match.index), code !== undefined ? h('code', {}, code) : strong !== undefined ? h('strong', {}, ...inline(strong, page))
			: emphasis !== undefined ? h('em', {}, emphasis) : link(label, target, page));
		end = match.index + all.length;
	}
	return [...parts, text.slice(end)];
}

// Pages link to each other as files; links that leave the docs are shown as text.
function link(label, target, page) {
	if (target.startsWith('#')) {
		return h('a', { href: target }, ...inline(label, page));
	}
	const path = new URL(target, `http://docs/${page}.md`);
	if (path.host !== 'docs') {
		return /^https?:$/.test(path.protocol) ? h('a', { href: target, rel: 'noreferrer' }, ...inline(label, page)) : label;
	}
	return path.pathname.endsWith('.md') && !target.includes('..') ? h('a', { href: `/docs.html?page=${path.pathname.slice(1, -3)}${path.hash}` }, ...inline(label, page)) : label;
}

function anchor(text) {
	return text.toLowerCase().replace(/[^\w\s-]/g, '').trim().replace(/\s/g, '-');
}
