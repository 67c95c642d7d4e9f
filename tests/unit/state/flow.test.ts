import { expect, test } from 'vitest';
import { ImageFlow } from '$lib/state/flow.svelte';
import { FlowClient } from '$lib/worker/flowClient';
import { FakeWorker } from '../worker/fakeWorker';

const image = new Uint8Array(3 * 32 * 32);
const part = (name: string) => ({ type: 'part', name, side: 1, channels: 1, maps: [] });

function opened() {
	const workers: FakeWorker[] = [];
	const flow = new ImageFlow(
		new FlowClient(() => {
			const worker = new FakeWorker();
			workers.push(worker);
			return worker;
		})
	);
	return { flow, workers };
}

test('no worker before the image is played; what comes is kept, and the worker ends with the run', () => {
	const { flow, workers } = opened();
	expect(workers).toHaveLength(0);
	flow.play('v2-nano', image);
	expect(flow).toMatchObject({ state: 'running', network: 'v2-nano', phase: 'opening', busy: true });
	const before = flow.progress;
	workers[0]?.sayAnything({ type: 'preparing', what: 'weights' });
	expect(flow.progress).toBeGreaterThan(before);
	workers[0]?.sayAnything(part('stem'));
	workers[0]?.sayAnything(part('stage1'));
	workers[0]?.sayAnything({ type: 'times', parts: [{ name: 'stem', ms: 2 }] });
	workers[0]?.sayAnything({ type: 'end' });
	expect(flow.parts.map(({ name }) => name)).toEqual(['stem', 'stage1']);
	expect(flow.times).toEqual({ stem: 2 });
	expect(flow).toMatchObject({ state: 'finished', phase: null, busy: false });
	expect(workers[0]?.terminated).toBe(true);
});

test('stopping ends the worker at once and keeps what came; another network forgets it', () => {
	const { flow, workers } = opened();
	flow.play('v2-nano', image);
	workers[0]?.sayAnything(part('stem'));
	flow.stop();
	expect(workers[0]?.terminated).toBe(true);
	workers[0]?.sayAnything(part('stage1'));
	expect(flow.parts.map(({ name }) => name)).toEqual(['stem']);
	expect(flow.state).toBe('stopped');
	flow.stop();
	expect(flow.state).toBe('stopped');
	flow.clear();
	expect(flow).toMatchObject({ state: 'idle', network: null, parts: [], times: null });
});

test('a device without a clock has no times, and a failure is named; the next play is fresh', () => {
	const { flow, workers } = opened();
	flow.play('v2-nano', image);
	workers[0]?.sayAnything({ type: 'times', parts: null });
	expect(flow.times).toBeNull();
	workers[0]?.crash('gone');
	expect(flow).toMatchObject({ state: 'failed', problem: { kind: 'crashed' } });
	flow.play('v2-nano', image);
	expect(workers).toHaveLength(2);
	expect(flow).toMatchObject({ state: 'running', problem: null });
});
