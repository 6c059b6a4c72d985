import { h } from './dom.js';
import { markdown } from './markdown.js';

// Shows a page of the docs that were built into this application.
const article = document.getElementById('page');
const name = new URLSearchParams(location.search).get('page') ?? '';
const response = /^[a-z0-9/-]{1,80}$/.test(name) ? await fetch(`/docs/${name}.md`) : null;
if (response?.ok) {
	article.append(...markdown(await response.text(), name));
	document.title = `redis-patterns, ${article.querySelector('h1')?.textContent ?? name}`;
}
else {
	article.append(h('h1', {}, 'No such page'), h('p', {}, `The docs of this build have no page "${name}".`));
}
article.removeAttribute('aria-busy');
