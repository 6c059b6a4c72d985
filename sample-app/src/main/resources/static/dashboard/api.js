// Asks the application, and turns whatever goes wrong into words.
export async function ask(method, path, card) {
	let response;
	try {
		response = await fetch(path, { method, headers: card ? { 'X-Card': card } : {}, cache: 'no-store' });
	}
	catch (error) {
		return { ok: false, status: 0, headers: new Headers(), body: null, words: 'The application does not answer. Is it running?' };
	}
	const text = await response.text();
	let body = null;
	try {
		body = JSON.parse(text);
	}
	catch (error) {
		body = text;
	}
	const problem = response.ok ? '' : body?.detail ?? body?.title ?? `The application answered ${response.status}`;
	return { ok: response.ok, status: response.status, headers: response.headers, body, words: problem };
}
