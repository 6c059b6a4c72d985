// Makes elements: h('button', { type: 'button', onclick: f }, 'Text').
export function h(tag, properties = {}, ...children) {
	return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
	return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function fill(element, properties, children) {
	for (const [name, value] of Object.entries(properties)) {
		if (name.startsWith('on')) {
			element.addEventListener(name.slice(2), value);
		}
		else if (value === true) {
			element.setAttribute(name, '');
		}
		else if (value !== false && value !== null && value !== undefined) {
			element.setAttribute(name, value);
		}
	}
	element.append(...children.flat().filter((child) => child !== null && child !== undefined));
	return element;
}

// Touches the page only where the text differs, so that screen readers are not told twice.
export function say(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}
