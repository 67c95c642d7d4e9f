/**
 * Gives the thread back for one turn of the event loop, so that messages are heard between two steps. A message
 * channel, because nested timers wait 4 ms at least.
 */
export function breathe(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
