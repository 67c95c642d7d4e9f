/** Whatever comes through a door: it fits the protocol, or is refused at the end where it arrives. */
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, expect, test, vi } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import { benchCommandSchema } from '$lib/worker/benchProtocol';
import { bottlenecksCommandSchema } from '$lib/worker/bottlenecksProtocol';
import { TrainClient } from '$lib/worker/client';
import { flowCommandSchema } from '$lib/worker/flowProtocol';
import { host } from '$lib/worker/host';
import { commandSchema, eventSchema, type WorkerEvent } from '$lib/worker/protocol';
import { scheduleCommandSchema } from '$lib/worker/scheduleProtocol';
import { FakeWorker } from './fakeWorker';

afterEach(() => {
	vi.unstubAllGlobals();
});

/** Messages that are of a kind, with fields that occur in it and anything in them. */
function almost(schema: { options: readonly { entries: object }[] }) {
	const kinds = schema.options.map(({ entries }) => entries as Record<string, { literal?: unknown }>);
	return fc.constantFrom(...kinds).chain((entries) => {
		const fields = Object.keys(entries).map((name) => [name, fc.option(sensible, { freq: 3 })] as const);
		return fc
			.record(Object.fromEntries(fields))
			.map((message) => ({ ...message, type: entries.type?.literal }));
	});
}

const sensible = fc.oneof(
	fc.anything(),
	fc.double(),
	fc.integer(),
	fc.constantFrom('webgpu', 'auto', 'wasm', 'run', '0123456789abcdef', true, 0, 1, NaN),
	fc.constantFrom('flow', 'v2-nano', 'size', new Uint8Array(3)),
	fc.constant(defaultConfig('cpu')),
	fc.array(fc.integer(), { maxLength: 3 })
);

const doors = [
	['training', commandSchema],
	['the race of engines', benchCommandSchema],
	['the race of schedules', scheduleCommandSchema],
	['bottlenecks', bottlenecksCommandSchema],
	['an image’s way through a network', flowCommandSchema]
] as const;

test.each(doors)(
	'commands: the worker of %s follows what fits and refuses the rest in a sentence',
	(_, schema) => {
		let arrive: (message: { data: unknown }) => void = () => undefined;
		vi.stubGlobal('self', {
			addEventListener: (_: string, listener: typeof arrive) => {
				arrive = listener;
			}
		});
		const followed: unknown[] = [];
		const refused: { kind: string; message: string }[] = [];
		const follow = async (command: unknown) => void followed.push(command);
		host<v.GenericSchema>(schema, follow, (failure) => void refused.push(failure));
		fc.assert(
			fc.property(fc.oneof(fc.anything(), almost(schema)), (data) => {
				followed.length = refused.length = 0;
				arrive({ data });
				expect(followed.length + refused.length).toBe(1);
				for (const command of followed) expect(v.is(schema, command)).toBe(true);
				for (const { kind, message } of refused) {
					expect(kind).toBe('bad-command');
					expect(message).toContain('does not know');
				}
			}),
			{ numRuns: 1000 }
		);
	}
);

test('events: the page hears what fits; anything else ends the worker, which is told, and the next one is fresh', () => {
	fc.assert(
		fc.property(fc.oneof(fc.anything(), almost(eventSchema)), (data) => {
			const workers: FakeWorker[] = [];
			const client = new TrainClient(() => {
				const worker = new FakeWorker();
				workers.push(worker);
				return worker;
			});
			const heard: WorkerEvent[] = [];
			client.listen((event) => heard.push(event));
			client.send({ type: 'pause' });
			workers[0]?.sayAnything(data);
			for (const event of heard) expect(v.is(eventSchema, event)).toBe(true);
			const crashed = workers[0]?.terminated === true;
			expect(crashed).toBe(!v.is(eventSchema, data));
			expect(heard).toHaveLength(crashed ? 2 : 1);
			client.send({ type: 'pause' });
			expect(workers).toHaveLength(crashed ? 2 : 1);
			client.dispose();
		}),
		{ numRuns: 1000 }
	);
});
