/** What the worker tells while it measures Table 3, for tests of whoever listens. */
import type { FusedEvent, FusedRow } from '$lib/worker/fusedProtocol';
import { deviceOf } from './blockEvents';

/** A network that takes so many milliseconds a step of 8 images, `ratio` times as fast as that with none fused. */
function fusedRow(lastFusedStage: number | null, ratio: number, half = 0.02): FusedRow {
	const stepMs = 100 / ratio;
	const around = (value: number): [number, number] => [value * (1 - half), value * (1 + half)];
	return {
		...{ engine: 'wasm', lastFusedStage, params: 5_000_000, macs: 80e6, size: 96, batch: 8 },
		...{ stepMs, imagesPerSecond: 8000 / stepMs, ratio, samples: 3, turns: 3 },
		quartiles: {
			stepMs: around(stepMs),
			imagesPerSecond: around(8000 / stepMs),
			ratio: around(ratio)
		}
	};
}

/** The engine is open and the size is known. */
export const fusedOpened: FusedEvent[] = [
	{ type: 'device', device: deviceOf.wasm },
	{
		type: 'scale',
		scale: { width: 0.5, imageSize: 96, batch: 8, bytes: 800 * 2 ** 20, expectedMs: 420 }
	}
];

/** So many turns; early stages fused are fastest, all of them slowest. */
export const fusedTurn = (done: number): FusedEvent => ({
	type: 'turn',
	done,
	rows: [fusedRow(null, 1), fusedRow(3, 1.4), fusedRow(5, 0.8), fusedRow(7, 0.5)]
});
