/** What the worker tells while it measures blocks, for tests of whoever listens. */
import type { BlockEngine, BlockOpName, BlockRatio, BlockRow, BlocksEvent } from '$lib/worker/blocksProtocol';

const card = { adapter: 'Test adapter', software: false, threads: null };
const twoThreads = { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 };
export const deviceOf = { webgpu: card, wasm: twoThreads };

/** Both devices are there, or the processor alone. */
export function field(webgpu: 'here' | 'software' | 'missing'): BlocksEvent {
	const found =
		webgpu === 'missing'
			? ({ here: false, reason: 'missing' } as const)
			: ({ here: true, device: { ...card, software: webgpu === 'software' } } as const);
	return {
		type: 'field',
		entrants: [
			{ engine: 'webgpu', found },
			{ engine: 'wasm', found: { here: true, device: twoThreads } }
		]
	};
}

/** A stage of two blocks whose step takes so many milliseconds in all; quartiles lie `half` of that around it. */
export function row(engine: BlockEngine, stage: number, op: BlockOpName, ms: number, half = 0.02): BlockRow {
	const times = (of: number) => ({ forwardMs: 0.3 * of, backwardMs: 0.6 * of, stepMs: of });
	const around = (value: number): [number, number] => [value * (1 - half), value * (1 + half)];
	const quartiles = (of: number) => ({
		forwardMs: around(0.3 * of),
		backwardMs: around(0.6 * of),
		stepMs: around(of)
	});
	return {
		...{ engine, stage, op, in: 16, out: 32, expand: 4, stride: 2, kernel: 3, seRatio: 0.25 },
		...{ size: 32, batch: 8, ...times(ms / 2), macs: 5e6, bytes: 1e6, params: 4000, samples: 3 },
		quartiles: quartiles(ms / 2),
		wholeStage: {
			layers: 2,
			...times(ms),
			...{ macs: 10e6, bytes: 2e6, params: 9000, quartiles: quartiles(ms) },
			parts: [
				{ part: 'pointwise', forwardMs: 0.2 * ms, backwardMs: 0.4 * ms },
				{ part: 'norm', forwardMs: 0.1 * ms, backwardMs: 0.2 * ms }
			]
		}
	};
}

/** MBConv's times over Fused-MBConv's at a stage; quartiles lie `half` of it around. */
export function ratioRow(engine: BlockEngine, stage: number, ratio: number, half = 0.02): BlockRatio {
	const around: [number, number] = [ratio * (1 - half), ratio * (1 + half)];
	const times = { forwardMs: ratio, backwardMs: ratio, stepMs: ratio };
	const quartiles = { forwardMs: around, backwardMs: around, stepMs: around };
	return { engine, stage, ...times, quartiles, wholeStage: { ...times, quartiles } };
}

/** So many turns; two stages, of which fused wins the first by `factor`, and loses the second by as much. */
export function repeat(engine: BlockEngine, done: number, factor = 2): BlocksEvent {
	const step = (op: BlockOpName) => ({
		...{ engine, op, sumMs: 33, stepMs: 34, ratio: 33 / 34, stemMs: 1, headMs: 1, updateMs: 1 },
		quartiles: [33, 35] as [number, number]
	});
	return {
		type: 'repeat',
		engine,
		done,
		rows: [
			row(engine, 1, 'mbconv', 10 * factor),
			row(engine, 1, 'fused_mbconv', 10),
			row(engine, 2, 'mbconv', 10),
			row(engine, 2, 'fused_mbconv', 10 * factor)
		],
		steps: [step('mbconv'), step('fused_mbconv')],
		ratios: [ratioRow(engine, 1, factor), ratioRow(engine, 2, 1 / factor)],
		drift: 0
	};
}

export const opened = (engine: BlockEngine): BlocksEvent[] => [
	{ type: 'device', engine, device: deviceOf[engine] },
	{ type: 'roof', engine, gigaflops: 20, gigabytes: 5 }
];
