import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CheckpointError } from '$lib/model/checkpointError';
import { initialParameters } from '$lib/model/initialise';
import { readSafetensors } from '$lib/model/safetensors';
import { describeCheckpoint, writeCheckpoint } from '$lib/recipe/checkpoint';
import { ConfigError } from '$lib/recipe/parse';
import { configOf, readRunDocument, runDocument } from '$lib/runs/document';
import { metricsCsv, weightsFile } from '$lib/runs/exports';
import { importRun } from '$lib/runs/import';
import { addEvent, emptyMetrics, eventsOf, metricsUntil } from '$lib/runs/metrics';
import { RunError } from '$lib/runs/read';
import { graphOf } from '../recipe/smallRun';
import { someEvents, someRun } from './someRun';

describe('metrics', () => {
	test('give back what was told, in its order', () => {
		expect(eventsOf(someRun().metrics)).toEqual(someEvents());
	});

	test('until a position: no later step, and a stage without a step comes again', () => {
		const { metrics } = someRun();
		const until = (position: number) => eventsOf(metricsUntil(metrics, position)).map(({ type }) => type);
		expect(until(0)).toEqual([]);
		expect(until(1)).toEqual(['stage', 'step']);
		expect(until(2)).toEqual(['stage', 'step', 'step', 'evaluation']);
		expect(until(3)).toEqual(['stage', 'step', 'step', 'evaluation', 'stage', 'step']);
		expect(eventsOf(metricsUntil(metrics, 4))).toEqual(someEvents());
		expect(eventsOf(metrics)).toEqual(someEvents());
	});

	test('do not take the same stage twice', () => {
		const metrics = emptyMetrics();
		const [stage] = someEvents();
		expect([stage!, stage!].map((event) => addEvent(metrics, event))).toEqual([true, false]);
	});
});

describe('run document', () => {
	test('is the run but for its place in the browser', () => {
		const { id, ...run } = someRun();
		const { id: other, ...read } = readRunDocument(runDocument({ id, ...run }));
		expect(read).toEqual(run);
		expect(other).toMatch(/^[0-9a-f]{16}$/);
		expect(other).not.toBe(id);
	});

	const value = JSON.parse(runDocument(someRun())) as Record<string, unknown>;
	const text = (changes: object) => JSON.stringify({ ...value, ...changes });
	const metrics = value.metrics as { steps: Record<string, number[]>; notes: object[] };

	test.each([
		['{', 'it is not JSON'],
		['null', 'Expected Object'],
		[text({ format: 'a cake' }), 'efficientnetv2-explained run document'],
		[text({ version: 2 }), 'another version'],
		[text({ config: { version: 2 } }), 'The run configuration lacks "model"'],
		[text({ position: -1 }), 'at "position"'],
		[text({ name: 'x'.repeat(201) }), 'at "name"'],
		[text({ metrics: { ...metrics, steps: { ...metrics.steps, loss: [1] } } }), 'of different lengths'],
		[text({ metrics: { ...metrics, steps: { ...metrics.steps, step: [3, 2, 1, 0] } } }), 'not in order'],
		[text({ metrics: { ...metrics, notes: [{ ...metrics.notes[0], after: 9 }] } }), 'do not stand among'],
		[
			text({ metrics: { ...metrics, steps: { ...metrics.steps, loss: [1, 2, null, 3] } } }),
			'metrics.steps.loss.2'
		]
	])('a damaged one is refused with the reason: %#', (damaged, reason) => {
		expect(() => readRunDocument(damaged)).toThrow(RunError);
		expect(() => readRunDocument(damaged)).toThrow(reason);
	});

	test('whatever is changed in it, it is read or refused in a sentence', () => {
		const paths = fc.constantFrom(
			...Object.keys(value),
			'metrics.steps',
			'metrics.notes',
			'data.kind',
			'config.stages'
		);
		fc.assert(
			fc.property(paths, fc.anything(), (path, other) => {
				const [room = '', field] = path.split('.');
				const changed = field === undefined ? other : { ...(value[room] as object), [field]: other };
				let damaged: string;
				try {
					damaged = text({ [room]: changed });
				} catch {
					return;
				}
				accepts(() => eventsOf(readRunDocument(damaged).metrics), [RunError]);
			}),
			{ numRuns: 1000 }
		);
		fc.assert(fc.property(fc.json(), (json) => accepts(() => readRunDocument(json), [RunError])));
	});
});

/** Runs to its end, or throws an error of these kinds with a message. */
function accepts(read: () => unknown, kinds: readonly (new (...args: never[]) => Error)[]): void {
	try {
		read();
	} catch (error) {
		expect(kinds.some((kind) => error instanceof kind)).toBe(true);
		expect((error as Error).message.length).toBeGreaterThan(10);
	}
}

describe('files of a run', () => {
	test('metrics as lab writes them', () => {
		const lines = metricsCsv(someRun()).split('\n');
		expect(lines).toHaveLength(1 + 4 + 2 + 1);
		expect(lines[0]).toMatch(/^event,updates,epoch,stage,size/);
		expect(lines[1]).toBe(`train,1,0,0,12,parameters,0.1,${Math.PI},0,8,1.5`);
		expect(lines[3]).toMatch(/^test,2,1,0,12,parameters,,2.25,0.3,10/);
		expect(lines[6]).toMatch(/^final,4,/);
	});

	test('the configuration as it was set up', () => {
		const run = someRun();
		expect(configOf(JSON.parse(runDocument(run)))).toEqual(run.config);
		for (const other of [run.config, null, 'text', { format: 'another', config: 1 }]) {
			expect(configOf(other)).toBe(other);
		}
	});
});

describe('a checkpoint from elsewhere', () => {
	const { config, amendments } = someRun();
	const graph = graphOf(config);
	const parameters = initialParameters(graph, 1);
	const trainable = new Map(
		[...parameters].filter(([name]) => graph.parameters.some((spec) => spec.name === name && spec.trainable))
	);
	const state = { parameters, slots: new Map([['momentum', trainable]]), ema: null };
	const checkpoint = writeCheckpoint({ graph, config, amendments, data: 'abc' }, { position: 3, state });
	const document = someRun('0123456789abcdef', { data: { ...someRun().data, classes: 10 } });

	test('says which run it is of', () => {
		expect(describeCheckpoint(checkpoint)).toEqual({
			position: 3,
			config,
			amendments,
			data: 'abc',
			classes: 10
		});
		const run = importRun({ checkpoint, document: null, now: 5 });
		expect(run).toMatchObject({ config, amendments, position: 3, state: 'unfinished', created: 5 });
		expect(run.data).toEqual({ kind: 'procedural', digest: 'abc', classes: 10, train: 1000, test: 500 });
		expect(eventsOf(run.metrics)).toEqual([]);
	});

	test('with its document it has its curves until there', () => {
		const run = importRun({ checkpoint, document, now: 5 });
		expect(run).toMatchObject({ name: 'a run', position: 3, state: 'unfinished', judgements: [] });
		expect(eventsOf(run.metrics).filter(({ type }) => type === 'step')).toHaveLength(3);
		expect(run.id).not.toBe(document.id);
	});

	test("is refused with another run's document", () => {
		const other = { ...document, config: { ...config, seed: 9 } };
		expect(() => importRun({ checkpoint, document: other, now: 5 })).toThrow('its "seed" differs');
	});

	test('gives its weights alone', () => {
		const { tensors, metadata } = readSafetensors(weightsFile(checkpoint));
		expect(tensors.map(({ name }) => name)).toEqual(graph.parameters.map(({ name }) => name));
		expect(metadata.size).toBe(0);
	});

	test('is read or refused in a sentence, whatever is changed in it', () => {
		const headerEnd = 8 + Number(new DataView(checkpoint.buffer).getBigUint64(0, true));
		const change = fc.record({ at: fc.nat({ max: headerEnd - 1 }), byte: fc.nat({ max: 255 }) });
		fc.assert(
			fc.property(
				fc.array(change, { minLength: 1, maxLength: 3 }),
				fc.nat({ max: checkpoint.length }),
				(changes, cut) => {
					const damaged = checkpoint.slice(0, cut < headerEnd ? cut : undefined);
					for (const { at, byte } of changes) if (at < damaged.length) damaged[at] = byte;
					accepts(
						() => importRun({ checkpoint: damaged, document: null, now: 5 }),
						[CheckpointError, ConfigError]
					);
				}
			),
			{ numRuns: 300 }
		);
		for (const amended of ['3', 'null', '[{}]', '[{"position":-1}]', '{"position":1}', '[[]]', '[']) {
			const text = new TextDecoder('latin1').decode(checkpoint.subarray(0, headerEnd));
			const start = text.indexOf('"amendments":"');
			expect(start).toBeGreaterThan(0);
			const end = text.indexOf(']"', start) + 2;
			const field = `"amendments":${JSON.stringify(amended)}`;
			const header = text.slice(0, start) + field.padEnd(end - start) + text.slice(end);
			const damaged = checkpoint.slice();
			damaged.set(Uint8Array.from(header, (character) => character.charCodeAt(0)));
			expect(() => describeCheckpoint(damaged), amended).toThrow(/checkpoint|configuration/);
		}
	});
});
