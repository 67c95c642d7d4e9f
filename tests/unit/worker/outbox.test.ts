import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outbox } from '$lib/worker/outbox';
import type { WorkerEvent } from '$lib/worker/protocol';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function outbox() {
	const posted: { event: WorkerEvent; at: number }[] = [];
	const clock = () => Date.now();
	const box = new Outbox((event) => posted.push({ event, at: clock() }), clock);
	return { box, posted };
}

test('steps every millisecond leave in ten messages a second, none lost, in order', () => {
	const { box, posted } = outbox();
	for (let step = 0; step < 1000; step++) {
		box.add({ type: 'diverged', step, position: 0 });
		vi.advanceTimersByTime(1);
	}
	vi.advanceTimersByTime(100);
	expect(posted.length).toBeGreaterThanOrEqual(10);
	expect(posted.length).toBeLessThanOrEqual(12);
	const steps = posted.flatMap(({ event }) => (event.type === 'training' ? event.events : []));
	expect(steps.map((event) => event.type === 'diverged' && event.step)).toEqual(
		Array.from({ length: 1000 }, (_, i) => i)
	);
});

test('a slow step leaves at once', () => {
	const { box, posted } = outbox();
	box.add({ type: 'diverged', step: 0, position: 0 });
	vi.advanceTimersByTime(3000);
	box.add({ type: 'diverged', step: 1, position: 0 });
	expect(posted).toHaveLength(2);
});

test('what is said lets out what was gathered before', () => {
	const { box, posted } = outbox();
	box.add({ type: 'diverged', step: 0, position: 0 });
	box.add({ type: 'diverged', step: 1, position: 0 });
	box.say({ type: 'state', state: 'paused' });
	expect(posted.map(({ event }) => event.type)).toEqual(['training', 'training', 'state']);
	vi.advanceTimersByTime(1000);
	expect(posted).toHaveLength(3);
});
