/** The fastest engine as measured: what `--engine auto` means where a command takes longer than the measurement. */
import { plainCandidate, wasmCandidate, type Candidate } from '$lib/engine/candidates';
import { chooseEngine, type Trial } from '$lib/engine/choose';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Task } from '$lib/engine/pace';
import { webgpuReport } from '$lib/engine/report';
import { openProcessor, openWebgpu } from './engine';
import type { Terminal } from './terminal';

/** Measures as the page does and says so on standard error. Throws EngineError `unavailable` where there is no engine. */
export async function openFastest(task: Task, threads: number, terminal: Terminal): Promise<Engine> {
	const { engine, trials } = await chooseEngine(nodeCandidates(threads), task);
	if (engine === null) throw new EngineError('unavailable', 'No engine could be started here.');
	terminal.err(`${trials.map(sentence).join('; ')}. Taking ${engine.device.engine}.\n`);
	return engine;
}

function nodeCandidates(threads: number): readonly Candidate[] {
	return [
		{ engine: 'webgpu', look: lookAtDawn, open: () => openWebgpu('webgpu', 'auto') },
		wasmCandidate(() => openProcessor('wasm', threads)),
		plainCandidate()
	];
}

async function lookAtDawn(): ReturnType<Candidate['look']> {
	const { openDawn } = await import('$lib/engine/dawn');
	try {
		const dawn = await openDawn();
		dawn.close();
		return webgpuReport('webgpu', dawn.info, []);
	} catch (error) {
		return error instanceof EngineError ? 'no-adapter' : 'failed';
	}
}

/** `wasm (CPU, WebAssembly): 212 images/s at v2-nano, 32 px, batch 32` */
export function sentence({ engine, adapter, pace, reason }: Trial): string {
	const name = adapter === null ? engine : `${engine} (${adapter})`;
	if (pace === null) return `${name}: ${reasons[reason]}`;
	const { model, size, batch, imagesPerSecond } = pace;
	return `${name}: ${Number(imagesPerSecond.toPrecision(3))} images/s at ${model}, ${size} px, batch ${batch}`;
}

const reasons = {
	missing: 'this machine does not have it',
	'no-adapter': 'there is no adapter',
	failed: 'it did not start',
	software: 'not measured, a program on the processor',
	'last-resort': 'not measured, a last resort',
	'too-heavy': 'not measured, a step would take too long'
} as const;
