import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takes } from '$lib/figures/preset/takes';
import * as v from 'valibot';
import { field, flag, listOf, oneOf, text, whole, wholeOrNone, within } from '$lib/state/addressed';
import { readFields, writtenFields } from '$lib/state/query';

const fields = {
	kind: oneOf(['plain', 'log', '2']),
	count: oneOf([1, 10, 100], 10),
	share: within(-1, 1, 0.5),
	stage: whole(0, 7, 2),
	stop: wholeOrNone(1, 9),
	open: flag(true),
	words: text(12),
	sizes: listOf(whole(8, 512, 8), [16, 24, 32]),
	sort: field<string | null>(v.nullable(v.picklist(['top1', '-top1', 'model', '-model'])), null)
};
const mapOf = (query: string) => new Map(new URLSearchParams(query));

const valid = fc.record({
	kind: fc.constantFrom('plain' as const, 'log' as const, '2' as const),
	count: fc.constantFrom(1 as const, 10 as const, 100 as const),
	share: fc.double({ min: -1, max: 1, noNaN: true }).map((x) => x + 0),
	stage: fc.integer({ min: 0, max: 7 }),
	stop: fc.option(fc.integer({ min: 1, max: 9 })),
	open: fc.boolean(),
	words: fc.string({ maxLength: 12, unit: 'binary' }).filter((words) => words.length <= 12),
	sizes: fc.array(fc.integer({ min: 8, max: 512 }), { minLength: 3, maxLength: 3 }),
	sort: fc.constantFrom('top1', '-top1', '-model', null)
});

describe('values in an address', () => {
	test('nothing is written of how things begin, and nothing written is how they begin', () => {
		const { values } = readFields(fields, new Map());
		expect(writtenFields(fields, values)).toBe('');
		expect(values.sizes).toEqual([16, 24, 32]);
	});

	test('what differs is written so that one can read and type it', () => {
		const { values } = readFields(fields, new Map());
		const query = writtenFields(fields, { ...values, share: -0.25, sizes: [8, 9, 10], open: false }, 'a.');
		expect(query).toBe('a.share=-0.25&a.open=false&a.sizes=8,9,10');
	});

	test('any valid values are read as they were written', () => {
		fc.assert(
			fc.property(valid, (values) => {
				const read = readFields(fields, mapOf(writtenFields(fields, values)));
				expect(read).toEqual({ values: { ...values, share: values.share + 0 }, refused: [] });
			}),
			{ numRuns: 500 }
		);
	});

	test('whatever stands in an address, every value is one that its field takes, and the rest is named', () => {
		const names = fc.constantFrom(...Object.keys(fields));
		const odd = fc.oneof(
			fc.string(),
			fc.constantFrom('', ',', '1e999', '-0', 'NaN', '__proto__', '<img src=x onerror=alert(1)>', 'null'),
			fc.double().map(String)
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(names, odd)), (entries) => {
				const { values, refused } = readFields(fields, new Map(entries));
				for (const [name, { schema, initial }] of Object.entries(fields)) {
					const value = values[name as keyof typeof fields];
					expect(v.is(schema, value)).toBe(true);
					if (refused.includes(name)) expect(value).toEqual(initial);
				}
				const given = new Set(entries.map(([name]) => name));
				expect(refused.every((name) => given.has(name))).toBe(true);
			}),
			{ numRuns: 500 }
		);
	});

	test.each([
		['kind', 'plain, log, 2'],
		['count', '1, 10, 100'],
		['share', '-1 … 1'],
		['stage', '0, 1 … 7'],
		['stop', '1, 2 … 9'],
		['open', 'true, false'],
		['words', '"…" ≤ 12'],
		['sizes', '3 × 8, 9 … 512'],
		['sort', '(-)top1, (-)model']
	] as const)('%s takes %s', (name, said) => {
		expect(takes(fields[name])).toBe(said);
	});
});
