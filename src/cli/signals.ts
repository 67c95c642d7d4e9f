import { performance } from 'node:perf_hooks';
import type { Terminal } from './terminal';

/** npm and tsx hand a signal on that the terminal has sent to all already: what comes that soon after is the same one, ms. */
const SAME_SIGNAL_MS = 1000;

/** The first Ctrl-C asks to stop in order, a later one ends the process. Returns what undoes that. */
export function stopOnSignal(stop: () => void, terminal: Terminal): () => void {
	let asked: number | null = null;
	const hear = () => {
		const now = performance.now();
		if (asked !== null && now - asked > SAME_SIGNAL_MS) process.exit(130);
		if (asked !== null) return;
		asked = now;
		terminal.err('\nStopping after this step…\n');
		stop();
	};
	const signals = ['SIGINT', 'SIGTERM'] as const;
	for (const signal of signals) process.on(signal, hear);
	return () => signals.forEach((signal) => process.off(signal, hear));
}

/** Lets signals and timers be heard: an engine on this thread would otherwise never give way. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));
