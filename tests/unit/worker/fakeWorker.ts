import type { WorkerEvent } from '$lib/worker/protocol';

/** A worker without a thread: keeps what it is sent, says what the test makes it say. */
export class FakeWorker extends EventTarget implements Worker {
	readonly sent: unknown[] = [];
	terminated = false;
	onmessage = null;
	onmessageerror = null;
	onerror = null;

	postMessage(message: unknown): void {
		this.sent.push(message);
	}

	terminate(): void {
		this.terminated = true;
	}

	/** Types of the commands received. */
	get types(): string[] {
		return this.sent.map((command) => (command as { type: string }).type);
	}

	say(...events: WorkerEvent[]): void {
		for (const event of events) this.sayAnything(event);
	}

	sayAnything(data: unknown): void {
		this.dispatchEvent(new MessageEvent('message', { data }));
	}

	crash(message: string): void {
		this.dispatchEvent(Object.assign(new Event('error'), { message }));
	}
}
