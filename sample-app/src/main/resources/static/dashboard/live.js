// The one stream of live data. The browser opens it again when it breaks; when the
// application refuses it, this does.
const RETRY = 3000;

export function listen({ onHistory, onTick, onState }) {
	const source = new EventSource('/api/live');
	source.addEventListener('open', () => onState(true));
	source.addEventListener('history', (event) => onHistory(JSON.parse(event.data)));
	source.addEventListener('tick', (event) => onTick(JSON.parse(event.data)));
	source.addEventListener('error', () => {
		onState(false);
		if (source.readyState === EventSource.CLOSED) {
			setTimeout(() => listen({ onHistory, onTick, onState }), RETRY);
		}
	});
}
