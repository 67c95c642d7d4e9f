import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takes } from '$lib/figures/preset/takes';
import { figureIds } from '$lib/figures/ids';
import { openings } from '$lib/figures/openings';
import { Present } from '$lib/figures/preset/present.svelte';
import { flag, type Fields } from '$lib/state/addressed';
import { readFields, writtenFields } from '$lib/state/query';
import { columnsOfStages, scheduleFields, stagesOfColumns } from '$lib/figures/article/openings';
import { publishedStages } from '$lib/figures/article/published';
import { walkFields, walkTo, walkValues } from '$lib/figures/walk/openings';
import { Walking } from '$lib/figures/walk/walking.svelte';
import { findVariant } from '$lib/model/variants';

const initial = (fields: Fields) => readFields(fields, new Map()).values;

/** A line of the list in docs/deploy.md. */
function lineOf(id: (typeof figureIds)[number]): string {
	const said = Object.entries(openings[id]).map(([name, field]) => `\`${name}\` ${takes(field)}`);
	return `- **${id}:** ${said.join('; ') || '–'}`;
}

test('docs/deploy.md has what every figure can be opened with', () => {
	const lines = readFileSync('docs/deploy.md', 'utf8').split('\n');
	const ids = figureIds.map((id) => `- **${id}:** `);
	expect(lines.filter((line) => ids.some((id) => line.startsWith(id)))).toEqual(figureIds.map(lineOf));
});

test.each(figureIds)('%s begins with values that its fields take', (id) => {
	const fields = openings[id];
	const written = Object.entries(initial(fields)).map(([name, value]) => [name, String(value)] as const);
	const asked = written.filter(([name]) => initial(fields)[name] !== null);
	const read = readFields(fields, new Map(asked));
	expect(read.refused).toEqual([]);
	expect(writtenFields(fields, read.values)).toBe('');
});

test('names of a figure are its own: nothing that the frame has', () => {
	for (const fields of Object.values(openings)) {
		expect(Object.keys(fields).filter((name) => ['theme', 'lang'].includes(name))).toEqual([]);
	}
});

test('a pair of blocks has the stages of EfficientNetV2-S', () => {
	const stages = findVariant('efficientnetv2-s')?.stages.length ?? 0;
	expect(takes(openings.pair.stage!)).toBe(`1, 2 … ${stages}`);
});

describe('a figure and its address', () => {
	test('what nobody takes is told, shortened, and not without end', () => {
		const query = [...Array(30).keys()].map((each) => `x${'y'.repeat(60)}${each}=1`).join('&');
		const { ignored } = new Present(query);
		expect(ignored).toHaveLength(8);
		expect(ignored.every(({ name }) => name.length <= 40)).toBe(true);
	});

	test('any query at all is taken apart', () => {
		fc.assert(fc.property(fc.string(), (query) => new Present(query).ignored.length <= 8));
	});

	/** A part of one field that holds its value. */
	function part(name: string, refuses = false) {
		const held = { [name]: false };
		const write = (values: Record<string, boolean>) => !refuses && Object.assign(held, values);
		return { held, fields: { [name]: flag(false) }, prefix: '', read: () => held, write };
	}

	test('the parts that say something make the query', () => {
		const present = new Present();
		const [a, b, c] = [part('a'), part('b'), part('c')];
		const leave = [a, b, c].map((each) => present.join(each));
		b.held.b = c.held.c = true;
		expect(present.query).toBe('b=true&c=true');
		leave[1]?.();
		expect(present.query).toBe('c=true');
	});

	test('parts take what is theirs, also of a later address, and also those that come later', () => {
		const present = new Present('a=true&b=true');
		const [a, b] = [part('a'), part('b')];
		present.join(a);
		expect([a.held, present.ignored]).toEqual([{ a: true }, [{ name: 'b' }]]);
		present.open('a=false&b=true&c=5');
		present.join(b);
		expect([a.held, b.held, present.ignored]).toEqual([{ a: false }, { b: true }, [{ name: 'c' }]]);
	});

	test('what belongs to a part that comes later is not told as unknown, but what does not fit is', () => {
		const present = new Present('', ['b']);
		const b = part('b');
		present.open('b=maybe&c=1');
		expect(present.ignored).toEqual([{ name: 'c' }]);
		present.join(b);
		expect(present.ignored.map(({ name }) => name)).toEqual(['b', 'c']);
	});

	test('what a part refuses, alone or together, is told with what it takes', () => {
		const present = new Present('a=maybe&b=true');
		const [a, b] = [part('a'), part('b', true)];
		present.join(a);
		present.join(b);
		expect(present.ignored.map(({ name, field }) => `${name}: ${field ? takes(field) : ''}`)).toEqual([
			'a: true, false',
			'b: true, false'
		]);
		expect(b.held).toEqual({ b: false });
	});
});

test('the columns of a schedule make the schedule', () => {
	expect(stagesOfColumns(columnsOfStages(publishedStages))).toEqual(publishedStages);
	expect(initial(scheduleFields)).toEqual(columnsOfStages(publishedStages));
});

describe('a walk', () => {
	test('begins as its fields say', () => {
		expect(walkValues(new Walking())).toEqual(initial(walkFields));
	});

	test('goes wherever an address leads, and says that it is there', () => {
		const place = fc.integer({ min: 0, max: 11 });
		const any = fc.record({
			block: fc.constant('mbconv' as const),
			expand: fc.constantFrom(2 as const, 4 as const),
			stride: fc.constantFrom(1 as const, 2 as const),
			squeeze: fc.constant(true),
			photo: fc.constantFrom('roof' as const, 'flower' as const),
			left: fc.integer({ min: 0, max: 20 }),
			top: fc.integer({ min: 0, max: 20 }),
			seed: fc.nat(1000),
			step: fc.integer({ min: 1, max: 13 }),
			channel: fc.integer({ min: 0, max: 15 }),
			y: place,
			x: place
		});
		fc.assert(
			fc.property(any, (values) => {
				const walking = new Walking();
				walkTo(walking, values);
				expect(walkValues(walking)).toEqual(values);
			}),
			{ numRuns: 20 }
		);
	});

	test('a step that this block does not have is its last', () => {
		const walking = new Walking();
		walkTo(walking, { ...walkValues(walking), block: 'fused_mbconv', step: 14 });
		expect(walkValues(walking)).toMatchObject({ block: 'fused_mbconv', step: 7 });
	});
});
