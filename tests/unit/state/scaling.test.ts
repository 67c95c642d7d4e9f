import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '$lib/figures/scaling/presets';
import {
	designLimits,
	designProblem,
	designVariant,
	mostStages,
	type Design
} from '$lib/state/scaling/design';
import { edit } from '$lib/state/scaling/edit';
import { designLink, readDesign } from '$lib/state/scaling/link';
import { variantNames } from '$lib/model/variants';

const usual = presets.m;

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyDesign: fc.Arbitrary<Design> = fc.record({
	base: fc.constantFrom(...variantNames),
	method: fc.constantFrom('compound', 'grown'),
	alpha: real(1, 2),
	beta: real(1, 2),
	gamma: real(1, 2),
	phi: real(0, 10),
	depth: real(0.1, 10),
	width: real(0.1, 10),
	resolution: real(0.1, 5),
	cap: fc.integer({ min: 16, max: 1024 }),
	added: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: mostStages, maxLength: mostStages }),
	lastLayers: fc.integer({ min: 0, max: 40 }),
	fixedHead: fc.boolean(),
	narrowStem: fc.boolean(),
	batch: fc.integer({ min: 1, max: 4096 }),
	against: fc.constantFrom(...variantNames)
});

describe('the address of a design', () => {
	it('leads back to the design, or says that it is too much', () => {
		fc.assert(
			fc.property(anyDesign, (design) => {
				const read = readDesign(`#${designLink(design)}`, usual);
				if (designProblem(design) === null) expect(read).toEqual({ design, refused: [] });
				else expect(read).toEqual({ design: usual, refused: ['design'] });
			})
		);
	});

	it('never throws, and never gives what cannot be shown', () => {
		const text = fc.oneof(
			fc.string(),
			fc.constantFrom('1e9', '-1', 'NaN', 'Infinity', '0', '', '1,2', 'constructor', '0,0,0,0,0,0,99')
		);
		const name = fc.oneof(fc.constantFrom(...Object.keys(usual)), fc.string());
		fc.assert(
			fc.property(fc.array(fc.tuple(name, text)), (pairs) => {
				const entries = new URLSearchParams([['design', '1'], ...pairs]);
				const read = readDesign(entries.toString(), usual);
				if (read === null) return;
				expect(designProblem(read.design)).toBeNull();
			})
		);
	});

	it('names what it did not take and keeps the rest', () => {
		const read = readDesign('#design=1&depth=3&width=-1&colour=red&base=resnet&added=0,0,0,0,1,0,0', usual);
		expect(read?.design).toEqual({ ...usual, depth: 3, added: [0, 0, 0, 0, 1, 0, 0] });
		expect(read?.refused).toEqual(['width', 'colour', 'base']);
	});

	it('is none where nothing says that it is one', () => {
		for (const text of ['', '#', '#run=1', '#design=2&depth=3']) expect(readDesign(text, usual)).toBeNull();
		expect(readDesign(`design=1&${'x'.repeat(2000)}=1`, usual)).toEqual({
			design: usual,
			refused: ['design']
		});
	});
});

describe('editing', () => {
	it('takes a value that fits', () => {
		expect(edit(usual, 'added.5', 4)).toEqual({ design: { ...usual, added: [0, 0, 0, 0, 3, 4, 0] } });
		expect(edit(usual, 'method', 'compound')).toEqual({ design: { ...usual, method: 'compound' } });
	});

	it.each([
		['width', -1, { field: { kind: 'at-least', limit: 0.1 } }],
		['width', 11, { field: { kind: 'at-most', limit: 10 } }],
		['depth', NaN, { field: { kind: 'number' } }],
		['added.2', 0.5, { field: { kind: 'whole' } }],
		['base', 'resnet', { field: { kind: 'unknown' } }]
	] as const)('refuses %s = %s', (field, value, error) => {
		expect(edit(usual, field, value)).toEqual({ error });
	});

	it('refuses numbers that are sensible each and absurd together', () => {
		const deep = { ...usual, method: 'compound', alpha: 2 } as const;
		const edited = edit(deep, 'phi', 10);
		expect('error' in edited && 'whole' in edited.error && edited.error.whole.kind).toBe('blocks');
		expect(edit({ ...usual, fixedHead: false }, 'width', 10)).toEqual({
			error: { whole: { kind: 'channels', value: 12_800 } }
		});
		expect(edit({ ...usual, base: 'v2-pico' }, 'resolution', 0.1)).toEqual({
			error: { whole: { kind: 'leastSize', value: 3 } }
		});
	});
});

it('what can be shown has blocks, channels and an image within the limits', () => {
	fc.assert(
		fc.property(anyDesign, (design) => {
			fc.pre(designProblem(design) === null);
			const { stages, evalSize, stem } = designVariant(design, 'own');
			let channels = stem.out;
			for (const stage of stages) {
				expect(stage.layers).toBeGreaterThanOrEqual(1);
				expect(stage.in).toBe(channels);
				expect(stage.out % 8).toBe(0);
				channels = stage.out;
			}
			expect(evalSize).toBeLessThanOrEqual(designLimits.size);
		})
	);
});
