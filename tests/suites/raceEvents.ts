import { spread } from '$lib/engine/spread';
import {
	contestantNames,
	type BenchEvent,
	type ContestantName,
	type Entrant,
	type RaceDevice
} from '$lib/worker/benchProtocol';

export const card: RaceDevice = { adapter: 'Test adapter', software: false, threads: null };
const software: RaceDevice = { ...card, adapter: 'Test program', software: true };
export const twoThreads: RaceDevice = { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 };
const script: RaceDevice = { adapter: 'CPU, JavaScript', software: false, threads: null };

type Reason = Extract<Entrant['found'], { here: false }>['reason'];

/** Who could race where these are the graphics card under WebGPU and under WebGL; a word says why there is none. */
function field(
	webgpu: RaceDevice | Reason,
	webgl: RaceDevice | Reason
): Extract<BenchEvent, { type: 'field' }> {
	const devices = { webgpu, wasm: twoThreads, tfjs: webgpu, 'tfjs-webgl': webgl, 'tfjs-cpu': script };
	const entrants = contestantNames.map((contestant): Entrant => {
		const device = devices[contestant];
		return {
			contestant,
			found: typeof device === 'string' ? { here: false, reason: device } : { here: true, device }
		};
	});
	return { type: 'field', entrants };
}

/** Browsers in which a race may begin. */
export const fields = {
	card: field(card, card),
	software: field(software, software),
	webglOnly: field('missing', card),
	processorOnly: field('no-adapter', 'missing'),
	broken: field('failed', 'no-adapter')
};

/** The engine of a contestant is open. */
export function device(contestant: ContestantName, on: RaceDevice = card): BenchEvent {
	return { type: 'device', contestant, device: on };
}

/** A contestant is ready: so many steps a turn, of so many milliseconds. */
export function ready(contestant: ContestantName, steps: number, stepMs: number): BenchEvent {
	return { type: 'ready', contestant, steps, stepMs, warmUp: 3 };
}

/** A contestant's turns so far, images/s, with a batch of two. */
export function turn(contestant: ContestantName, rates: number[], threads: number | null = null): BenchEvent {
	return {
		type: 'turn',
		contestant,
		rates,
		row: {
			engine: contestant,
			batch: 2,
			threads,
			imagesPerSecond: spread(rates),
			hostMs: 1.5,
			dispatches: 231,
			pipelines: 112,
			compileMs: 2000,
			bufferBytes: 18.4e6
		}
	};
}
