// Numbers, sizes and times as people read them.
const whole = new Intl.NumberFormat('en');

export function count(number) {
	return whole.format(number);
}

export function plural(number, one, many = one + 's') {
	return count(number) + ' ' + (number === 1 ? one : many);
}

export function bytes(number) {
	if (number < 1024) {
		return count(number) + ' B';
	}
	return number < 1024 * 1024 ? (number / 1024).toFixed(1) + ' KiB' : (number / 1024 / 1024).toFixed(1) + ' MiB';
}

export function seconds(millis) {
	if (millis < 0) {
		return 'never';
	}
	if (millis < 60_000) {
		return (millis / 1000).toFixed(1) + ' s';
	}
	return millis < 3_600_000 ? Math.round(millis / 60_000) + ' min' : Math.round(millis / 3_600_000) + ' h';
}

export function ago(at, now = Date.now()) {
	const passed = Math.max(0, now - at);
	return passed < 1500 ? 'just now' : seconds(passed).replace(/\.\d/, '') + ' ago';
}

export function clock(at) {
	return new Date(at).toLocaleTimeString('en-GB');
}
