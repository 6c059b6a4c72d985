import { h } from './dom.js';

// A button, the call that it makes, and what that does.
export function action(id, label, call, what, onclick) {
	return h('div', { class: 'action' },
		h('span', {}, h('button', { type: 'button', 'data-action': id, onclick }, label), h('code', {}, call)), h('small', {}, what));
}
