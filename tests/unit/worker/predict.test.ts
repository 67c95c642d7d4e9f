import * as v from 'valibot';
import { expect, test } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { findVariant } from '$lib/model/variants';
import { PredictClient } from '$lib/worker/predictClient';
import { predictEventSchema, type PredictEvent, type StepQuestion } from '$lib/worker/predictProtocol';
import { PredictSession } from '$lib/worker/predictSession';
import { FakeWorker } from './fakeWorker';

const kernels = async () => ({ ...nodeKernels, threads: { ...nodeKernels.threads!, most: 1 } });
const benchmarks = [
	{ model: 'v2-pico', imageSize: 16, batch: 2, heldOut: false },
	{ model: 'v2-nano', imageSize: 8, batch: 2, heldOut: false },
	{ model: 'v2-pico-mbconv', imageSize: 16, batch: 2, heldOut: true }
];

function session() {
	const heard: PredictEvent[] = [];
	const post = (event: PredictEvent) => heard.push(v.parse(predictEventSchema, event));
	return { heard, session: new PredictSession({ post, gpu: undefined, kernels, benchmarks }) };
}

const question = (model: string, imageSize: number, batch: number) =>
	({ network: findVariant(model)!, imageSize, batch }) as unknown as StepQuestion;

const names = (events: readonly PredictEvent[]) => events.map(({ type }) => type);

test('a calibration tells after every turn what is known, and a prediction needs nothing but that', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'calibrate', engine: 'wasm', rounds: 2 });
	expect(names(heard)).toEqual([
		...['field', 'device', 'preparing', 'preparing', 'preparing'],
		...Array.from({ length: 6 }, () => 'measured'),
		'end'
	]);
	const measured = heard.filter((event) => event.type === 'measured');
	expect(measured.map(({ done, all }) => `${done}/${all}`)).toEqual([
		'1/6',
		'2/6',
		'3/6',
		'4/6',
		'5/6',
		'6/6'
	]);
	// The first network has no others to be predicted from; the held-out one never helps to predict.
	expect(measured[0]!.networks.map(({ predictedMs }) => predictedMs)).toEqual([null]);
	expect(measured[0]!.errors).toEqual({ leftOut: null, heldOut: null });
	const last = measured.at(-1);
	expect(last.networks.map(({ model }) => model)).toEqual(benchmarks.map(({ model }) => model));
	for (const { predictedMs, stepMs } of last.networks) {
		expect(predictedMs).toBeGreaterThan(0);
		expect(stepMs.low).toBeLessThanOrEqual(stepMs.high);
	}

	const fresh = session();
	const steps = [
		question('v2-pico', 16, 2),
		question('v2-pico', 32, 2),
		question('efficientnetv2-l', 480, 32)
	];
	const asked = {
		type: 'predict',
		id: 7,
		engine: 'wasm',
		software: false,
		rates: last.rates!,
		steps
	} as const;
	await fresh.session.handle({ ...asked, steps });
	const [answered] = fresh.heard;
	expect(answered).toMatchObject({ type: 'predicted', id: 7 });
	const answers = answered?.type === 'predicted' ? answered.answers : [];
	const [small, larger, huge] = answers;
	expect(larger!.ms).toBeGreaterThan(2 * small!.ms);
	expect(larger!.bytes).toBeGreaterThan(2 * small!.bytes);
	expect(huge!.beyondShare).toBeGreaterThan(0.9);
});

test('what is not there is told, and a second calibration at once is refused', async () => {
	const { session: opened, heard } = session();
	await opened.handle({ type: 'calibrate', engine: 'webgpu', rounds: 1 });
	expect(heard.at(-1)).toMatchObject({ type: 'failure', kind: 'unavailable', id: null });
	const first = opened.handle({ type: 'calibrate', engine: 'wasm', rounds: 1 });
	await opened.handle({ type: 'calibrate', engine: 'wasm', rounds: 1 });
	expect(heard.filter((event) => event.type === 'failure').at(-1)).toMatchObject({ kind: 'bad-command' });
	await first;
	expect(heard.at(-1)).toEqual({ type: 'end' });
});

test('the client hands commands on, and tells of a worker that ended', () => {
	const worker = new FakeWorker();
	const client = new PredictClient(() => worker);
	const heard: PredictEvent[] = [];
	client.listen((event) => heard.push(event));
	client.send({ type: 'look' });
	expect(() => client.send({ type: 'calibrate', engine: 'wasm', rounds: 0 })).toThrow();
	worker.crash('gone');
	expect(heard).toMatchObject([{ type: 'failure', kind: 'crashed', id: null }]);
});
