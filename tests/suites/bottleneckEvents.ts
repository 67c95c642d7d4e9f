/** What the worker tells while it measures bottlenecks, for tests of whoever listens. */
import type { AddedRow, ConvRow, NetworkRow, ScaledRow, SizeRow, StageRow } from '$lib/labs/bottlenecks/rows';
import type { BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';

const MIB = 2 ** 20;
const twoThreads = { adapter: 'CPU, WebAssembly, 2 threads', software: false, threads: 2 };

/** Both devices are there, or a program that plays graphics card, or the processor alone. */
export function field(webgpu: 'here' | 'software' | 'missing'): BottlenecksEvent {
	const card = { adapter: 'Test adapter', software: webgpu === 'software', threads: null };
	return {
		type: 'field',
		entrants: [
			{
				engine: 'webgpu',
				found: webgpu === 'missing' ? { here: false, reason: 'missing' } : { here: true, device: card }
			},
			{ engine: 'wasm', found: { here: true, device: twoThreads } }
		]
	};
}

export const opened: BottlenecksEvent = { type: 'device', device: twoThreads };

/** The middle half, by a share around the median. */
const around = (value: number, share = 0.02): [number, number] => [(1 - share) * value, (1 + share) * value];

export function sizeRow(
	size: number,
	kind: SizeRow['kind'],
	batch: number,
	rate: number | null,
	share = 0.02
): SizeRow {
	return {
		...{ size, kind, batch, limit: kind === 'fixed' ? null : 'memory' },
		...{ bytes: 100 * MIB, imageBytes: (size / 32) ** 2 * MIB, macs: size ** 2 * 1000 },
		imagesPerSecond: rate,
		quartiles: rate === null ? null : around(rate, share),
		stepMs: rate === null ? null : (1000 * batch) / rate,
		samples: rate === null ? 0 : 3
	};
}

/** 64 px against 32 px: a quarter of the pixels, four times as fast at the same batch; a larger batch gives `more` on top. */
export function sizes(done: number, more: number, share?: number): BottlenecksEvent {
	const rows = [
		sizeRow(32, 'fixed', 4, 400, share),
		sizeRow(32, 'largest', 80, 400 * more, share),
		sizeRow(64, 'fixed', 4, 100, share),
		sizeRow(64, 'largest', 10, 100, share)
	];
	return { type: 'size', done, rows };
}

function conv(stage: number, part: ConvRow['part'], pass: ConvRow['pass'], nsPerMac: number): ConvRow {
	const macs = pass === 'forward' ? 1e6 : 2e6;
	return {
		...{ stage, side: 32 / stage, part, pass, macs, ms: (nsPerMac * macs) / 1e6, nsPerMac },
		...{ quartiles: around(nsPerMac), samples: 3 }
	};
}

function stage(number: number, mbconvMs: number, fusedMs: number): StageRow {
	return {
		...{
			stage: number,
			side: 32 / number,
			mbconvMs,
			fusedMs,
			ratio: mbconvMs / fusedMs,
			depthwiseShare: 0.4
		},
		...{ mbconvQuartiles: around(mbconvMs), fusedQuartiles: around(fusedMs) }
	};
}

/** Two stages: depthwise five times as dear as dense in the first, twice in the second; fused wins the first by `factor`. */
export function convolutions(done: number, factor = 2): BottlenecksEvent {
	const rows = (['forward', 'backward'] as const).flatMap((pass) => [
		...[conv(1, 'depthwise', pass, 0.5), conv(1, 'pointwise', pass, 0.1), conv(1, 'dense', pass, 0.1)],
		...[conv(2, 'depthwise', pass, 0.4), conv(2, 'pointwise', pass, 0.1), conv(2, 'dense', pass, 0.2)]
	]);
	const step = { sumMs: 40, stepMs: 41, quartiles: around(41), ratio: 40 / 41 };
	return {
		type: 'depthwise',
		done,
		rows,
		stages: [stage(1, 10 * factor, 10), stage(2, 10, 20)],
		steps: [
			{ network: 'mbconv', ...step },
			{ network: 'fused', ...step }
		]
	};
}

const models = ['efficientnet-b0', 'efficientnetv2-b0'];

/** Four stages: those up to the third take three quarters of the added time and hold a tenth of the added parameters. */
export function scaling(done: number): BottlenecksEvent {
	const figure = (ms: number, params: number) => ({
		...{ stepMs: ms, quartiles: around(ms), params, macs: 1000 * params }
	});
	const stages = [
		{ stage: 1, ms: 10, params: 1000 },
		{ stage: 2, ms: 10, params: 4000 },
		{ stage: 3, ms: 10, params: 5000 },
		{ stage: 4, ms: 10, params: 90_000 }
	];
	const op = (model: string, number: number) =>
		model === 'efficientnetv2-b0' && number < 4 ? ('fused_mbconv' as const) : ('mbconv' as const);
	const rows = models.flatMap((model) =>
		stages.map(({ stage: number, ms, params }): ScaledRow => ({
			...{ model, stage: number, op: op(model, number), layers: number, out: 8 * number, side: 32 },
			...figure(2 * ms, 2 * params)
		}))
	);
	const added = models.flatMap((model) =>
		stages.map(({ stage: number, ms, params }): AddedRow => ({
			...{ model, stage: number, op: op(model, number) },
			...figure(ms, params)
		}))
	);
	const steps = models.flatMap((model) =>
		[false, true].map((deeper): NetworkRow => {
			const stepMs = deeper ? 131 : 90;
			return {
				...{ model, deeper, layers: deeper ? 14 : 10, params: deeper ? 300_000 : 200_000, macs: 3e8 },
				...{ sumMs: stepMs, stepMs, quartiles: around(stepMs), ratio: 1, stemMs: 5, headMs: 4, updateMs: 1 }
			};
		})
	);
	return { type: 'scaling', done, rows, added, steps };
}
