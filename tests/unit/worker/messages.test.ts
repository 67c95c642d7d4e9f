import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { commandSchema, eventSchema, type Command } from '$lib/worker/protocol';
import { Theatre, tinyConfig, wasmEngine } from './stage';

const types = commandSchema.options.map(({ entries }) => entries.type.literal);

test('whatever is sent to the worker is a command or is refused, and never throws', () => {
	const almost = fc.record({
		type: fc.constantFrom(...types),
		id: fc.anything(),
		config: fc.anything(),
		files: fc.anything(),
		learningRateScale: fc.anything()
	});
	fc.assert(
		fc.property(fc.oneof(fc.anything(), almost), (message) => {
			const checked = v.safeParse(commandSchema, message, { abortEarly: true });
			if (checked.success) expect(types).toContain(checked.output.type);
		}),
		{ numRuns: 2000 }
	);
	for (const learningRateScale of [0, -1, 2, NaN, Infinity, '1']) {
		expect(v.is(commandSchema, { type: 'continue', learningRateScale })).toBe(false);
	}
});

test('any commands in any order: each is followed or refused, what is said fits the protocol, nothing fails inside', async () => {
	const config = tinyConfig();
	const commands: Command[] = [
		{ type: 'start' },
		{ type: 'configure', config },
		{ type: 'configure', config: { ...config, batch: 1024 } },
		{ type: 'step' },
		{ type: 'train' },
		{ type: 'pause' },
		{ type: 'reset' },
		{ type: 'load-procedural', seed: 1, train: 64, test: 30 },
		{ type: 'resume-run', id: 'none' },
		{ type: 'amend', config: { ...config, weightDecay: 0 } },
		{ type: 'amend', config: { ...config, seed: 99 } },
		{ type: 'continue', learningRateScale: 0.5 },
		{ type: 'export-run' }
	];
	const turns = fc.array(fc.array(fc.constantFrom(...commands), { minLength: 1, maxLength: 3 }), {
		minLength: 2,
		maxLength: 6
	});
	await fc.assert(
		fc.asyncProperty(turns, async (turns) => {
			const theatre = new Theatre(() => wasmEngine());
			for (const turn of turns) await theatre.do(...turn);
			const saved = theatre.of('saved').at(-1)?.id;
			if (saved !== undefined) await theatre.do({ type: 'resume-run', id: saved });
			await theatre.session.dispose();
			for (const event of theatre.heard) expect(v.is(eventSchema, event)).toBe(true);
			expect(theatre.of('failure').filter(({ kind }) => kind === 'internal')).toEqual([]);
			expect(theatre.of('save-failed')).toEqual([]);
		}),
		{ numRuns: 12 }
	);
});
