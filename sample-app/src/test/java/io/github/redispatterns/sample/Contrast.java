package io.github.redispatterns.sample;

/**
 * Finds text whose contrast is less than WCAG 2.2 asks for at level AA (1.4.3): 4.5, or 3
 * for large text. Disabled controls are exempt.
 */
final class Contrast {

	static final String SCRIPT = """
			const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
			function over(colour, ground) {
				canvas.clearRect(0, 0, 1, 1);
				canvas.fillStyle = `rgb(${ground.join(' ')})`;
				canvas.fillRect(0, 0, 1, 1);
				canvas.fillStyle = colour;
				canvas.fillRect(0, 0, 1, 1);
				return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
			}
			function ground(element) {
				const line = [];
				for (let one = element; one; one = one.parentElement) {
					line.unshift(getComputedStyle(one).backgroundColor);
				}
				return line.reduce((below, colour) => over(colour, below), [255, 255, 255]);
			}
			function light(colour) {
				const [r, g, b] = colour.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
				return 0.2126 * r + 0.7152 * g + 0.0722 * b;
			}
			const poor = [];
			for (const element of document.querySelectorAll('body *')) {
				const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
				if (!text || element.matches('script, :disabled') || element.closest('noscript') || !element.checkVisibility()) {
					continue;
				}
				const style = getComputedStyle(element);
				const below = ground(element);
				const [one, other] = [light(over(style.color, below)), light(below)].sort((a, b) => b - a);
				const ratio = (one + 0.05) / (other + 0.05);
				const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
				if (ratio < (large ? 3 : 4.5)) {
					poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} "${text.slice(0, 30)}"`);
				}
			}
			return poor.join('; ');
			""";

	private Contrast() {
	}

}
