import { ask } from './api.js';
import { h, say } from './dom.js';

const TOKENS = /(\/\/.*|#.*$|\/\*[\s\S]*?\*\/)|("(?:[^"\\]|\\.)*")|(@\w+)|(^\s*[\w.-]+(?=:)|(?<=[{,]\s*|- )[\w.-]+(?=:))|\b(public|private|static|final|return|new|for|if|int|long|record|class)\b/gm;
const KINDS = [null, 'comment', 'string', 'annotation', 'name', 'keyword'];

// The lines of this application that do what the buttons show.
export function codeDrawer(pattern) {
	const parts = h('div', { class: 'snippets' });
	const element = h('details', { class: 'drawer' },
		h('summary', { 'data-action': pattern.name + '-code' }, 'Code'), parts);
	element.addEventListener('toggle', async () => {
		if (element.open && parts.childElementCount === 0) {
			const reply = await ask('GET', `/api/patterns/${pattern.name}/code`);
			parts.replaceChildren(...reply.ok ? reply.body.map((snippet, i) => figure(pattern, snippet, i)) : [h('p', { class: 'problem' }, reply.words)]);
		}
	});
	return element;
}

function figure(pattern, snippet, number) {
	const copied = h('span', { role: 'status', class: 'copied' });
	const copy = h('button', { type: 'button', class: 'small', 'data-action': `${pattern.name}-copy-${number}`, async onclick() {
		try {
			await navigator.clipboard.writeText(snippet.text);
			say(copied, 'Copied');
		}
		catch (error) {
			say(copied, 'The browser does not allow it');
		}
	} }, 'Copy');
	return h('figure', {}, h('figcaption', {}, h('b', {}, snippet.file), copied, copy),
		h('pre', { tabindex: 0, 'aria-label': snippet.file }, h('code', {}, ...highlight(snippet.text))));
}

function highlight(text) {
	const parts = [];
	let end = 0;
	for (const match of text.matchAll(TOKENS)) {
		const kind = KINDS[match.findIndex((group, i) => i > 0 && group !== undefined)];
		parts.push(text.slice(end, match.index), h('span', { class: kind }, match[0]));
		end = match.index + match[0].length;
	}
	return [...parts, text.slice(end)];
}
