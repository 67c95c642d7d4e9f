import { deleteDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import type { RunConfig } from '$lib/recipe/config';
import { openRunStore } from '$lib/runs/browserStore';
import { browserLocks } from '$lib/runs/locks';
import { TrainClient } from '$lib/worker/client';
import type { Command, WorkerEvent } from '$lib/worker/protocol';

const usual = defaultConfig('processor');
const config: RunConfig = {
	...usual,
	model: 'v2-pico',
	data: { kind: 'procedural', seed: 1, train: 64, test: 20 },
	batch: 8,
	emaDecay: 0.9,
	stages: usual.stages.slice(0, 2).map((stage, i) => ({ ...stage, size: 8 + 4 * i, epochs: 1 }))
};

const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

/** A page's client with a worker of its own, and what it heard. */
function open() {
	const client = new TrainClient();
	closing.push(() => {
		client.dispose();
	});
	const heard: WorkerEvent[] = [];
	client.listen((event) => heard.push(event));
	const send = (...commands: Command[]) => {
		for (const command of commands) client.send(command);
	};
	/** Waits for an event; fails at once where the worker fails. */
	const hear = async <Type extends WorkerEvent['type']>(
		type: Type,
		fits: (event: Extract<WorkerEvent, { type: Type }>) => boolean = () => true
	) => {
		const of = (event: WorkerEvent): event is Extract<WorkerEvent, { type: Type }> => event.type === type;
		const found = () => heard.filter(of).find(fits);
		const failure = () => heard.find((event) => event.type === 'failure' || event.type === 'save-failed');
		await vi.waitUntil(() => found() ?? failure(), { timeout: 120_000, interval: 5 });
		expect(failure()).toBeUndefined();
		return found()!;
	};
	/** Waits for a failure, and forgets it. */
	const refusal = async () => {
		const at = () => heard.findIndex(({ type }) => type === 'failure');
		await vi.waitUntil(() => at() >= 0, { timeout: 120_000, interval: 5 });
		return heard.splice(at(), 1)[0];
	};
	return { client, send, hear, refusal };
}

test('a worker that is ended in the middle: another goes on from the browser store to the same bytes', async () => {
	await deleteDB('runs');
	const whole = open();
	whole.send({ type: 'configure', config }, { type: 'train' });
	await whole.hear('state', ({ state }) => state === 'finished');
	const { id: wholeId } = await whole.hear('saved');
	whole.client.dispose();

	const first = open();
	first.send({ type: 'configure', config }, { type: 'train' });
	// The border of the first stage.
	const { id } = await first.hear('saved', ({ position }) => position === 8);
	first.client.dispose();

	const second = open();
	second.send({ type: 'resume-run', id });
	const { position } = await second.hear('restored');
	expect(position).toBeGreaterThanOrEqual(8);
	second.send({ type: 'train' });
	await second.hear('state', ({ state }) => state === 'finished');

	const store = await openRunStore();
	closing.push(() => {
		store.close();
	});
	const [a, b] = await Promise.all([store.checkpoint(id), store.checkpoint(wholeId)]);
	expect(a?.byteLength).toBeGreaterThan(100_000);
	expect(a?.every((byte, i) => byte === b?.[i])).toBe(true);
	expect(await store.list()).toMatchObject([{ state: 'finished' }, { state: 'finished' }]);
	expect((await store.get(id))?.metrics.steps.loss).toEqual((await store.get(wholeId))?.metrics.steps.loss);
});

test('two workers: only one trains a run; the other is told, may go on as a copy, and has the run once the first is killed', async () => {
	await deleteDB('runs');
	const [first, second] = [open(), open()];
	first.send({ type: 'configure', config }, { type: 'step' });
	const { id } = await first.hear('saved');

	second.send({ type: 'resume-run', id });
	await second.hear('restored');
	second.send({ type: 'step' });
	const refused = await second.refusal();
	expect(refused).toEqual({
		type: 'failure',
		kind: 'run-in-use',
		message: 'This run is being trained in another tab.'
	});
	second.send({ type: 'resume-run', id, copy: true }, { type: 'step' });
	const copy = await second.hear('saved', ({ position }) => position === 2);
	expect(copy.id).not.toBe(id);

	first.client.dispose();
	second.send({ type: 'resume-run', id });
	await second.hear('restored', (restored) => restored.id === id);
	await vi.waitUntil(async () => !(await browserLocks().taken()).has(id));
	second.send({ type: 'step' });
	await second.hear('saved', (saved) => saved.id === id && saved.position === 2);
});
