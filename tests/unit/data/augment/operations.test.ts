import { describe, expect, it } from 'vitest';
import type { Levels } from '$lib/data/augment/levels';
import { operate } from '$lib/data/augment/operations';
import { ONE, operationNames, type DrawnOperation, type Interpolation } from '$lib/data/augment/table';
import { bytesOf, compare, drawnOf, levelsOf, reference, type OperationCase } from './reference';

function madeOf({ image, interpolation = 'nearest', ...rest }: OperationCase): Uint8Array {
	const levels = levelsOf(image);
	operate(levels, drawnOf({ image, ...rest }), interpolation);
	return levels.pixels;
}

describe('operations, against Pillow', () => {
	it('are all there', () => {
		expect(reference.operations).toHaveLength(207);
		const tried = new Set(reference.operations.map((example) => drawnOf(example).name));
		expect([...tried, 'cutout'].sort()).toEqual([...operationNames].sort());
	});

	it.each(reference.operations)('$op $arg $interpolation of $image', (example) => {
		const found = compare(madeOf(example), bytesOf(example.expected));
		const { max, percent_equal, max_on_99_percent } =
			reference.tolerance[example.interpolation ?? example.op] ?? {};
		expect([max, percent_equal, max_on_99_percent].some((bound) => bound !== undefined)).toBe(true);
		if (max !== undefined) expect(found.worst).toBeLessThanOrEqual(max);
		if (percent_equal !== undefined) expect(found.percentEqual).toBeGreaterThanOrEqual(percent_equal);
		if (max_on_99_percent === 2) expect(found.percentWithinTwo).toBeGreaterThanOrEqual(99);
	});

	it.each(reference.cutout)('cutout of $image at $cx, $cy, half $half', (example) => {
		const levels = levelsOf(example.image);
		operate(levels, { name: 'cutout', a: example.cx, b: example.cy, c: example.half }, 'nearest');
		expect(levels.pixels).toEqual(bytesOf(example.expected));
	});

	it('come nearer than the tolerances: no level is off by more than one, and those without fraction by none', () => {
		const worst = (examples: OperationCase[]) =>
			Math.max(...examples.map((example) => compare(madeOf(example), bytesOf(example.expected)).worst));
		const whole = /AutoContrast|Equalize|Invert|Posterize|Solarize|SolarizeAdd/;
		const exact = ({ op, interpolation }: OperationCase) => interpolation === 'nearest' || whole.test(op);
		expect(reference.operations.filter(exact)).toHaveLength(96);
		expect(worst(reference.operations.filter(exact))).toBe(0);
		expect(worst(reference.operations)).toBe(1);
	});
});

/** Levels that differ everywhere. */
function ramp(side: number): Levels {
	const pixels = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 37) % 256);
	return { side, pixels, spare: new Uint8Array(pixels.length) };
}

function changed(
	drawn: Partial<DrawnOperation> & Pick<DrawnOperation, 'name'>,
	how: Interpolation,
	side = 9
) {
	const image = ramp(side);
	operate(image, { a: 0, b: 0, c: 0, ...drawn }, how);
	return image.pixels;
}

describe('operations that change nothing', () => {
	const still: (Partial<DrawnOperation> & Pick<DrawnOperation, 'name'>)[] = [
		{ name: 'rotate', a: ONE },
		{ name: 'shearX' },
		{ name: 'shearY' },
		{ name: 'translateX' },
		{ name: 'translateY' },
		{ name: 'posterize', a: 8 },
		{ name: 'posterize', a: 12 },
		{ name: 'solarize', a: 256 },
		{ name: 'solarizeAdd' },
		{ name: 'color', a: ONE },
		{ name: 'contrast', a: ONE },
		{ name: 'brightness', a: ONE },
		{ name: 'sharpness', a: ONE },
		{ name: 'cutout', a: 3, b: 3, c: 0 }
	];
	it.each(still)('$name by $a', (drawn) => {
		for (const side of [1, 2, 9, 12]) {
			for (const how of ['nearest', 'bilinear'] as const) {
				expect(changed(drawn, how, side)).toEqual(ramp(side).pixels);
			}
		}
	});

	it('autoContrast and equalize of a plain image', () => {
		for (const name of ['autoContrast', 'equalize'] as const) {
			const pixels = new Uint8Array(300).fill(77);
			operate({ side: 10, pixels, spare: new Uint8Array(300) }, { name, a: 0, b: 0, c: 0 }, 'nearest');
			expect(pixels).toEqual(new Uint8Array(300).fill(77));
		}
	});
});

describe('turns and shifts by whole pixels', () => {
	it('are exact, in both interpolations', () => {
		for (const how of ['nearest', 'bilinear'] as const) {
			const { pixels, side } = ramp(8);
			const at = (x: number, y: number) => pixels.subarray(3 * (y * side + x), 3 * (y * side + x) + 3);
			const turned = changed({ name: 'rotate', a: 0, b: ONE }, how, side);
			const moved = changed({ name: 'translateX', a: 3 * ONE }, how, side);
			for (let y = 0; y < side; y++) {
				for (let x = 0; x < side; x++) {
					const here = 3 * (y * side + x);
					expect(turned.subarray(here, here + 3)).toEqual(at(side - 1 - y, x));
					const from = x + 3 < side ? at(x + 3, y) : Uint8Array.of(128, 128, 128);
					expect(moved.subarray(here, here + 3)).toEqual(from);
				}
			}
		}
	});

	it('out of the frame leave grey alone', () => {
		expect(new Set(changed({ name: 'translateY', a: -9 * ONE }, 'bilinear'))).toEqual(new Set([128]));
	});
});
