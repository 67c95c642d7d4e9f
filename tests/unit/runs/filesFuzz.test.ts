import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { fieldsOf, replaced } from '$lib/recipe/fields';
import { ConfigError, parseRunConfig } from '$lib/recipe/parse';
import { runDocument } from '$lib/runs/document';
import { readHead, readRun, RunError } from '$lib/runs/read';
import { arrivalsOf } from '$lib/state/runFiles';
import { someRun } from './someRun';

/** The value, or null where it is refused by this kind of error in a sentence; anything else fails. */
function readOrRefused<T>(read: () => T, kind: new (...args: never[]) => Error): T | null {
	try {
		return read();
	} catch (error) {
		expect(error).toBeInstanceOf(kind);
		expect((error as Error).message).toMatch(/^[^\n]{10,}$/);
		return null;
	}
}

/** What the documents say of a run's settings, written down once more, apart from the schema. */
function expectInRange({ batch, seed, stages, labelSmoothing, learningRate, cropPadding }: RunConfig): void {
	const whole = (value: number, least: number, most: number) => {
		expect(Number.isInteger(value) && value >= least && value <= most).toBe(true);
	};
	const within = (value: number, least: number, most: number) => {
		expect(value >= least && value <= most).toBe(true);
	};
	whole(batch, 1, 1024);
	whole(seed, 0, 2 ** 32 - 1);
	whole(cropPadding, 0, 64);
	whole(stages.length, 1, 8);
	within(labelSmoothing, 0, 0.95);
	within(learningRate.peak, Number.MIN_VALUE, Number.MAX_VALUE);
	for (const { size, epochs, dropout, randaugment, mixup, cutmix, dropPath } of stages) {
		whole(size, 8, 512);
		within(epochs, Number.MIN_VALUE, 10_000);
		within(randaugment, 0, 30);
		for (const rate of [dropout, dropPath]) within(rate, 0, 0.95);
		for (const alpha of [mixup, cutmix]) within(alpha, 0, 10);
	}
}

const base = defaultConfig('cpu');
const paths = [...fieldsOf(base).keys()].map((path) => path.replace(/^stages\./, 'stages.0.'));
const odd = fc.oneof(
	fc.anything(),
	fc.double(),
	fc.integer(),
	fc.constantFrom(-1, 0, 0.5, 1.5, 8, 30, 512, 513, 1024, 1025, NaN, Infinity, 1e308, 2 ** 32, '8', null)
);

describe('settings from anywhere', () => {
	test('of which some are changed: in range, or refused', () => {
		const changes = fc.array(fc.tuple(fc.constantFrom(...paths, 'extra', 'stages', 'optimizer'), odd), {
			minLength: 1,
			maxLength: 4
		});
		fc.assert(
			fc.property(changes, (changes) => {
				const value = changes.reduce<unknown>(
					(tree, [path, other]) => replaced(tree, path.split('.'), other),
					base
				);
				const config = readOrRefused(() => parseRunConfig(value), ConfigError);
				if (config !== null) expectInRange(config);
			}),
			{ numRuns: 2000 }
		);
	});

	test('that are anything at all: refused', () => {
		fc.assert(
			fc.property(fc.anything({ withNullPrototype: true, withDate: true, withMap: true }), (value) => {
				const config = readOrRefused(() => parseRunConfig(value), ConfigError);
				if (config !== null) expectInRange(config);
			}),
			{ numRuns: 1000 }
		);
	});
});

describe('what the browser’s store has', () => {
	const run = { ...someRun() } as Record<string, unknown>;

	test('is a run, or refused', () => {
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(run)), odd, (field, value) => {
				const read = readOrRefused(() => readRun({ ...run, [field]: value }), RunError);
				if (read === null) return;
				expect(read.id).toMatch(/^[0-9a-f]{16}$/);
				expect(read.name.length).toBeLessThanOrEqual(200);
				expectInRange(read.config);
				for (const number of [read.position, read.steps]) expect(number).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 1000 }
		);
	});

	test('and may be anything at all', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				expect(readOrRefused(() => readHead(value), RunError)).toBeNull();
			})
		);
	});
});

test('files of any name and content: each is taken or named, none throws', async () => {
	const document = runDocument(someRun());
	const content = fc.oneof(
		fc.uint8Array({ maxLength: 300 }),
		fc.json().map((text) => new TextEncoder().encode(text)),
		fc.nat({ max: document.length }).map((end) => new TextEncoder().encode(document.slice(0, end)))
	);
	const name = fc.oneof(fc.constantFrom('a.json', 'a.safetensors', 'b.json', 'x', '.json', ''), fc.string());
	const files = fc.array(fc.record({ name, content }), { maxLength: 4 });
	await fc.assert(
		fc.asyncProperty(files, async (files) => {
			const given = files.map(({ name, content }) => new File([Uint8Array.from(content)], name));
			const { runs, config, refused } = await arrivalsOf(given);
			if (config !== null) expectInRange(config);
			for (const { run } of runs) expectInRange(run.config);
			for (const { file, message } of refused) {
				expect(given.map((one) => one.name)).toContain(file);
				expect(message.length).toBeGreaterThan(5);
			}
			expect(runs.length + refused.length + (config === null ? 0 : 1)).toBeLessThanOrEqual(given.length);
		}),
		{ numRuns: 200 }
	);
});
