/** Gives the thread back for a moment, so that a worker hears its messages between two pieces of work. */
export function pause(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
