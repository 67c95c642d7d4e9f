import { describe, expect, test } from 'vitest';
import { movedBy, placeIn } from '$lib/figures/walk/picking';
import { sameStep } from '$lib/figures/walk/sameStep';
import { boxOf, paint, placeAt, sheetOf } from '$lib/figures/walk/sheet';
import { weightedSum } from '$lib/figures/walk/terms';
import { emptyMaps } from '$lib/labs/walk/maps';
import { photos } from '$lib/labs/walk/photos';
import { walk, type BlockSettings } from '$lib/labs/walk/walk';

describe('maps on a sheet', () => {
	test.each([12, 6])('a place is found where it was drawn, side %d', (side) => {
		const maps = emptyMaps(6, side);
		const sheet = sheetOf(maps, 4);
		expect(sheet).toEqual({ columns: 4, width: 51, height: 25 });
		for (let channel = 0; channel < 6; channel++) {
			for (let y = 0; y < side; y++) {
				for (let x = 0; x < side; x++) {
					const box = boxOf(maps, sheet, { channel, y, x });
					const center = [box.x + box.side / 2, box.y + box.side / 2] as const;
					expect(placeAt(maps, sheet, ...center)).toEqual({ channel, y, x });
				}
			}
		}
	});

	test('between the pictures and behind the last there is nothing', () => {
		const maps = emptyMaps(6, 12);
		const sheet = sheetOf(maps, 4);
		expect(placeAt(maps, sheet, 12.5, 3)).toBeNull();
		expect(placeAt(maps, sheet, 30, 20)).toBeNull();
		expect(placeAt(maps, sheet, -1, 0)).toBeNull();
		expect(placeAt(maps, sheet, 51.5, 0)).toBeNull();
	});

	test('the largest value has full colour, 0 none, and the signs differ', () => {
		const maps = { channels: 1, side: 2, values: Float64Array.of(2, 0, -2, 1) };
		const sheet = sheetOf(maps, 4);
		const pixels = paint(maps, sheet, 2);
		const pixel = (x: number, y: number) => [...pixels.subarray(4 * (y * sheet.width + x)).subarray(0, 4)];
		expect(pixel(0, 0)[3]).toBe(255);
		expect(pixel(6, 0)[3]).toBe(0);
		expect(pixel(0, 6)[3]).toBe(255);
		expect(pixel(0, 6).slice(0, 3)).not.toEqual(pixel(0, 0).slice(0, 3));
		const half = pixel(6, 6)[3]!;
		expect(half).toBeGreaterThan(100);
		expect(half).toBeLessThan(255);
	});
});

describe('choosing with keys', () => {
	const maps = emptyMaps(3, 4);
	const middle = { channel: 1, y: 2, x: 1 };

	test.each([
		['ArrowUp', { channel: 1, y: 1, x: 1 }],
		['ArrowDown', { channel: 1, y: 3, x: 1 }],
		['ArrowLeft', { channel: 1, y: 2, x: 0 }],
		['ArrowRight', { channel: 1, y: 2, x: 2 }],
		['PageDown', { channel: 2, y: 2, x: 1 }],
		['PageUp', { channel: 0, y: 2, x: 1 }],
		['Home', { channel: 1, y: 0, x: 0 }],
		['End', { channel: 1, y: 3, x: 3 }],
		['a', null]
	])('%s', (key, place) => {
		expect(movedBy(key, maps, middle)).toEqual(place);
	});

	test('stays within', () => {
		expect(movedBy('ArrowDown', maps, { channel: 2, y: 3, x: 0 })).toEqual({ channel: 2, y: 3, x: 0 });
		expect(movedBy('PageDown', maps, { channel: 2, y: 3, x: 0 })).toEqual({ channel: 2, y: 3, x: 0 });
		expect(placeIn(emptyMaps(2, 1), { channel: 7, y: 3, x: 2 })).toEqual({ channel: 1, y: 0, x: 0 });
	});

	test('in a row of numbers every arrow goes along it', () => {
		const row = emptyMaps(3, 1);
		const first = { channel: 0, y: 0, x: 0 };
		for (const key of ['ArrowDown', 'ArrowRight', 'PageDown']) {
			expect(movedBy(key, row, first)).toEqual({ channel: 1, y: 0, x: 0 });
		}
	});
});

describe('a walk whose settings change', () => {
	const window = { photo: photos[0], corner: { left: 0, top: 0 } };
	const full: BlockSettings = { expandRatio: 2, stride: 1, squeeze: true };
	const mbconv = walk('mbconv', full, 1, window);
	const fused = walk('fused_mbconv', full, 1, window);
	const plain = walk('mbconv', { ...full, squeeze: false, stride: 2 }, 1, window);
	const names = (from: typeof mbconv, to: typeof mbconv) =>
		from.map(({ kind }, index) => [kind, to[sameStep(from, index, to)]?.kind]);

	test('stays at the same step, or at the convolution that stands for it', () => {
		for (const [index] of mbconv.entries()) expect(sameStep(mbconv, index, mbconv)).toBe(index);
		expect(Object.fromEntries(names(mbconv, fused))).toMatchObject({
			input: 'input',
			expand: 'dense',
			depthwise: 'dense',
			gate: 'dense',
			project: 'project',
			add: 'add'
		});
		expect(Object.fromEntries(names(fused, mbconv))).toMatchObject({ dense: 'depthwise', add: 'add' });
		expect(Object.fromEntries(names(mbconv, plain))).toMatchObject({ gate: 'depthwise', add: 'project' });
		const lastNorm = mbconv.findLastIndex(({ kind }) => kind === 'norm');
		expect(sameStep(mbconv, lastNorm, fused)).toBe(fused.findLastIndex(({ kind }) => kind === 'norm'));
	});

	test('has the sum of every 1×1 convolution and matrix in numbers that add up', () => {
		for (const step of mbconv) {
			if (
				step.kind !== 'expand' &&
				step.kind !== 'project' &&
				step.kind !== 'reduce' &&
				step.kind !== 'gate'
			) {
				continue;
			}
			for (let channel = 0; channel < step.after.channels; channel++) {
				const { terms, bias, sum } = weightedSum(step, { channel, y: 0, x: 0 });
				expect(terms).toHaveLength(step.before.channels);
				const total = terms.reduce((all, { product }) => all + product, bias ?? 0);
				expect(total).toBeCloseTo(Math.round(sum * 1000) / 1000, 9);
			}
		}
	});
});
