import { ask } from './api.js';
import { h, say } from './dom.js';
import { codeDrawer } from './code.js';
import { redisDrawer } from './inredis.js';

// What every card has around its own part: title, promise, state, links and drawers.
export function frame(pattern, card) {
	const inRedis = redisDrawer(pattern);
	const state = h('span', { class: 'state', 'data-state': 'unknown' }, '…');
	const content = card({
		async act(method, path) {
			const reply = await ask(method, path, pattern.name);
			inRedis.refresh();
			return reply;
		}
	});
	const title = pattern.name + '-title';
	const element = h('article', { class: 'card', id: pattern.name, 'aria-labelledby': title },
		h('header', {},
			h('div', {}, h('h3', { id: title }, pattern.title), h('p', { class: 'promise' }, pattern.promise)),
			h('div', { class: 'links' }, state, h('a', { href: pattern.docs }, 'Docs'), h('a', { href: pattern.actuator }, 'Actuator'))),
		h('div', { class: 'body' }, h('div', { class: 'live' }, content.live), h('div', { class: 'actions' }, content.actions)),
		h('div', { class: 'drawers' }, inRedis.element, codeDrawer(pattern)));
	return {
		element,
		update(ticks) {
			const up = ticks.at(-1).shared;
			state.dataset.state = !pattern.enabled ? 'off' : up ? 'up' : 'away';
			say(state, !pattern.enabled ? 'Switched off' : up ? 'Shared by Redis' : content.degraded);
			content.update(ticks);
			inRedis.tick(up);
		}
	};
}
