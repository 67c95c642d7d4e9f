import { afterEach, expect, test } from 'vitest';
import { CurveView } from '$lib/figures/curves/view.svelte';
import { defaultConfig } from '$lib/recipe/defaults';
import { unregularised } from '$lib/recipe/schedule';
import { Playground } from '$lib/state/playground.svelte';
import { TrainClient } from '$lib/worker/client';
import { FakeWorker } from '../../unit/worker/fakeWorker';

let stop = () => {};
afterEach(() => {
	stop();
});

test('an epoch of a run on a part of the files is as long as the run takes it', () => {
	const worker = new FakeWorker();
	const playground = new Playground(new TrainClient(() => worker));
	playground.start();
	const images = new Uint8ClampedArray(4 * 32 * 32);
	worker.say({
		type: 'data',
		kind: 'cifar10',
		classes: ['cat', 'dog'],
		train: 50_000,
		test: 10_000,
		side: 32,
		samples: images,
		labels: Uint8Array.of(0),
		numbers: [0],
		counts: { train: [25_000, 25_000], test: [5000, 5000] },
		thumbnails: { side: 32, images: new Uint8ClampedArray(2 * 4 * 32 * 32) },
		skippedCount: 0,
		skipped: []
	});
	const base = defaultConfig('software');
	const config = {
		...base,
		batch: 16,
		data: { kind: 'cifar10', train: 320, test: 100 } as const,
		learningRate: { ...base.learningRate, warmupEpochs: 1, peak: 0.5 },
		stages: [{ ...unregularised, size: 16, epochs: 4 }]
	};
	const stage = { ...unregularised, stage: 0, size: 16, from: 0, to: 80, share: 1 };
	worker.say({ type: 'configured', config, steps: 80, stages: [stage] });
	playground.view.axis = 'epochs';
	stop = $effect.root(() => {
		const view = new CurveView(playground);
		expect(view.end).toBeCloseTo(4);
		// The warm-up is over after one epoch of twenty steps.
		const highest = view.rates.reduce((best, point) => (point.y > best.y ? point : best));
		expect(highest.x).toBeCloseTo(1, 1);
	});
});
