import type { WorkerEvent } from '$lib/worker/protocol';

export interface Prediction {
	/** Class of the largest probability. */
	readonly label: number;
	/** Its probability, 0..1. */
	readonly probability: number;
	/** Whether it is the image's class. */
	readonly right: boolean;
	/** Probabilities of all classes. */
	readonly probabilities: Float32Array;
}

export interface Predictions {
	/** Steps made before. */
	readonly step: number;
	/** Image side that the network saw, pixels. */
	readonly size: number;
	/** One per sample image, in their order. */
	readonly samples: readonly Prediction[];
}

/**
 * Null where the network no longer gives numbers.
 * @param labels the samples' true classes
 */
export function readPredictions(
	event: Extract<WorkerEvent, { type: 'predictions' }>,
	labels: Uint8Array
): Predictions | null {
	if (event.probabilities.some(Number.isNaN)) return null;
	const classes = event.probabilities.length / Math.max(1, labels.length);
	const samples = Array.from(labels, (truth, i) => {
		const probabilities = event.probabilities.subarray(i * classes, (i + 1) * classes);
		const probability = Math.max(...probabilities);
		const label = probabilities.indexOf(probability);
		return { label, probability, right: label === truth, probabilities };
	});
	return { step: event.step, size: event.size, samples };
}
