import { expect, test } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm } from '$lib/engine/wasm/open';
import { initialParameters } from '$lib/model/initialise';
import type { Command } from '$lib/worker/protocol';
import { graphFor } from '$lib/worker/run';
import { sampleNumbers } from '$lib/worker/samples';
import { Theatre, tinyConfig, wasmEngine } from './stage';

/** A session that has made `steps` steps. */
async function trained(steps: number, changes: Parameters<typeof tinyConfig>[0] = {}): Promise<Theatre> {
	const theatre = new Theatre(() => wasmEngine());
	await theatre.do({ type: 'start' }, { type: 'configure', config: tinyConfig(changes) });
	for (let step = 0; step < steps; step++) await theatre.do({ type: 'step' });
	return theatre;
}

test('all test images are asked about at the stage’s size, or at another', async () => {
	const theatre = await trained(3);
	await theatre.do({ type: 'answer-all' });
	await theatre.do({ type: 'answer-all', size: 20 });
	const [own, larger] = theatre.of('answers');
	expect(own).toMatchObject({ step: 3, size: 8, weights: 'parameters' });
	expect(larger).toMatchObject({ step: 3, size: 20 });
	expect([own!.labels.length, own!.answers.length, own!.confidences.length]).toEqual([30, 30, 30]);
	expect(larger!.confidences).not.toEqual(own!.confidences);
	await theatre.session.dispose();
});

test('the moving average answers for itself', async () => {
	const theatre = await trained(6, { emaDecay: 0.9 });
	await theatre.do({ type: 'answer-all' });
	await theatre.do({ type: 'answer-all', weights: 'ema' });
	const [raw, average] = theatre.of('answers');
	expect([raw!.weights, average!.weights]).toEqual(['parameters', 'ema']);
	expect(average!.confidences).not.toEqual(raw!.confidences);
	await theatre.session.dispose();
});

test('an average that is not kept is a failure, and the run goes on', async () => {
	const theatre = await trained(1, { emaDecay: null });
	await theatre.do({ type: 'answer-all', weights: 'ema' });
	expect(theatre.of('answers')).toEqual([]);
	expect(theatre.of('failure')).toHaveLength(1);
	expect(theatre.of('failure')[0]!.message).toMatch('This run keeps no moving average.');
	await theatre.do({ type: 'step' });
	expect(theatre.steps).toHaveLength(2);
	await theatre.session.dispose();
});

test('one image is looked at beyond those that the run is judged on, as it is shown', async () => {
	const theatre = await trained(1);
	await theatre.do({ type: 'inspect', image: 29, size: 16 });
	const [seen] = theatre.of('inspection');
	expect(seen).toMatchObject({ image: 29, step: 1, size: 16 });
	expect(seen!.layers[0]).toMatchObject({ stage: 'stem', side: 16 });
	await theatre.do({ type: 'answer-all' });
	expect(theatre.of('answers')[0]!.labels[29]).toBe(seen!.label);
	await theatre.session.dispose();
});

test('while it trains, looks are taken between two steps and change nothing', async () => {
	const theatre = await trained(0);
	const training = theatre.do({ type: 'train' });
	await theatre.untilSteps(2);
	await theatre.do({ type: 'answer-all', size: 12 }, { type: 'inspect', image: 3 });
	await training;
	const [answers] = theatre.of('answers');
	expect(answers!.step).toBeGreaterThanOrEqual(2);
	expect(theatre.of('inspection')).toHaveLength(1);
	expect(theatre.states.at(-1)).toBe('finished');

	const alone = await trained(0);
	await alone.do({ type: 'train' });
	expect(theatre.losses).toEqual(alone.losses);
	await theatre.session.dispose();
	await alone.session.dispose();
});

test('the page is told which test images its samples are', async () => {
	const theatre = await trained(1);
	const data = theatre.of('data').at(-1);
	expect(data.numbers).toHaveLength(data.labels.length);
	expect(new Set(data.numbers).size).toBe(data.numbers.length);
	await theatre.do({ type: 'show-tests', images: data.numbers }, { type: 'answer-all' });
	expect(theatre.of('test-images')[0]!.pixels).toEqual(data.samples);
	const { labels } = theatre.of('answers')[0]!;
	expect(data.numbers.map((image) => labels[image])).toEqual([...data.labels]);
	await theatre.session.dispose();
});

test('samples of fewer images than wanted are all of them, classes in turn', () => {
	const set = { count: 4, side: 1, images: new Uint8Array(12), labels: Uint8Array.of(1, 1, 0, 1) };
	expect(sampleNumbers(set, 20)).toEqual([2, 0, 1, 3]);
	expect(sampleNumbers(set, 2)).toEqual([2, 0]);
});

test('the memory of training steps is told before any run, and is what the run’s executor then holds', async () => {
	const engine = await openWasm(nodeKernels, 1);
	const theatre = new Theatre(() => Promise.resolve({ engine, trials: [] }));
	const config = tinyConfig({ emaDecay: 0.9 });
	const weigh: Command = { type: 'weigh', key: 'a', config, classes: 10, sizes: [8, 12] };
	await theatre.do(weigh);
	expect(theatre.of('weighed')).toEqual([]);
	await theatre.do({ type: 'start' }, weigh);
	// A later question takes the place of one that was not answered yet.
	await theatre.do({ ...weigh, key: 'stale' }, { ...weigh, key: 'b', config: { ...config, batch: 16 } });
	expect(engine.heldBytes).toBe(0);
	const [own, larger] = theatre.of('weighed');
	expect([own!.key, larger!.key]).toEqual(['a', 'b']);
	expect(own!.steps.map(({ size }) => size)).toEqual([8, 12]);
	for (const [index, { bytes }] of own!.steps.entries()) {
		expect(larger!.steps[index]!.bytes).toBeGreaterThan(bytes);
		const graph = graphFor(config, 10);
		const executor = await engine.createExecutor({ graph, optimizer: config.optimizer, ema: true, seed: 0 });
		const step = await executor.compileTraining({ imageSize: [8, 12][index]!, batch: config.batch });
		executor.writeParameters(initialParameters(graph, 0));
		expect(engine.heldBytes).toBe(bytes);
		step.dispose();
		executor.dispose();
	}
	await theatre.session.dispose();
});

test('the memory of steps is asked for while a run trains, and changes nothing', async () => {
	const theatre = await trained(0);
	const training = theatre.do({ type: 'train' });
	await theatre.untilSteps(2);
	const weigh: Command = { type: 'weigh', key: 'k', config: tinyConfig(), classes: 10, sizes: [8, 16] };
	await theatre.do(weigh);
	await training;
	expect(theatre.of('weighed')[0]).toMatchObject({ key: 'k', steps: [{ size: 8 }, { size: 16 }] });
	const undisturbed = await trained(0);
	await undisturbed.do({ type: 'train' });
	expect(theatre.losses).toEqual(undisturbed.losses);
	await theatre.session.dispose();
	await undisturbed.session.dispose();
});

test('an engine that keeps no books of its memory says nothing of it', async () => {
	const theatre = new Theatre();
	const weigh: Command = { type: 'weigh', key: 'k', config: tinyConfig(), classes: 10, sizes: [8] };
	await theatre.do({ type: 'start' }, weigh);
	expect(theatre.of('weighed')).toEqual([{ type: 'weighed', key: 'k', steps: [] }]);
	await theatre.session.dispose();
});
