import { describe, expect, it } from 'vitest';
import { likeliest } from '$lib/figures/inspect/likeliest';
import { decades, factsOf, logShare, normGroups, partsOf } from '$lib/figures/inspect/layers';
import { matrixNow, matrixOfAnswers, matrixOfJudgement, moved, shadeOf } from '$lib/figures/inspect/matrix';
import { askableSizes } from '$lib/figures/inspect/sizes';
import { filterTiles, levelOf, mapTiles, rangeOf } from '$lib/figures/inspect/tiles';
import { beginOf, stageAt, totalEpochs } from '$lib/figures/sight/epochs';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';
import { defaultConfig } from '$lib/recipe/defaults';
import type { Answers, Judged } from '$lib/state/inspection.svelte';
import { confidentMistakes, confusionOf } from '$lib/state/mistakes';

const answers: Answers = {
	step: 7,
	size: 16,
	weights: 'parameters',
	labels: Uint8Array.of(0, 0, 1, 1, 1, 2),
	answers: Uint8Array.of(0, 1, 1, 0, 0, 2),
	confidences: Float32Array.of(0.9, 0.4, 0.8, 0.5, 0.75, 0.6)
};
const judged: Judged = {
	...{ step: 9, size: 32, weights: 'parameters', correct: 3, images: 5 },
	confusion: Uint32Array.of(2, 1, 0, 0, 1, 1, 0, 0, 0)
};

describe('mistakes', () => {
	it('puts every image into the cell of its label and answer', () => {
		expect(confusionOf(answers, 4)).toEqual([
			[[0], [1], [], []],
			[[3, 4], [2], [], []],
			[[], [], [5], []],
			[[], [], [], []]
		]);
	});

	it('lists the wrong ones, the surest first', () => {
		expect(confidentMistakes(answers, 2)).toEqual([4, 3]);
		expect(confidentMistakes(answers, 9)).toEqual([4, 3, 1]);
	});
});

describe('the matrix', () => {
	it('has rows by true class, counts and shares of right answers', () => {
		const { rows, asked, images } = matrixOfAnswers(answers, 3);
		expect(rows.map(({ counts }) => counts)).toEqual([
			[1, 1, 0],
			[2, 1, 0],
			[0, 0, 1]
		]);
		expect(rows.map(({ accuracy }) => accuracy)).toEqual([1 / 2, 1 / 3, 1]);
		expect(asked).toEqual({ step: 7, size: 16, weights: 'parameters', correct: 3, images: 6 });
		expect(images?.[1]?.[0]).toEqual([3, 4]);
	});

	it('has the counts of a judgement, without images', () => {
		const matrix = matrixOfJudgement(judged);
		expect(matrix.images).toBeNull();
		expect(matrix.rows.map(({ accuracy }) => accuracy)).toEqual([2 / 3, 1 / 2, null]);
	});

	it('shows a judgement where it is newer, at the size and weights that are chosen', () => {
		const large = { ...judged, size: 40 };
		const average = { ...judged, weights: 'ema' as const };
		const all = [judged, average, large];
		const shown = (asking: Parameters<typeof matrixNow>[3], own: Answers | null = answers) =>
			matrixNow(own, all, 3, asking)?.asked;
		expect(shown({ size: 40, weights: 'parameters' })).toMatchObject({ step: 9, size: 40 });
		expect(shown({ size: 32, weights: 'ema' })).toMatchObject({ step: 9, weights: 'ema' });
		expect(shown({ size: 99, weights: 'ema' })).toMatchObject({ size: 32, weights: 'ema' });
		expect(shown({ size: 40 }, { ...answers, step: 9 })).toMatchObject({ size: 16 });
		expect(matrixNow(answers, [], 3, {})?.asked.step).toBe(7);
		expect(matrixNow(null, [], 3, {})).toBeNull();
	});

	it('shades more for a larger share, never where no text could be read', () => {
		const shades = Array.from({ length: 101 }, (_, share) => shadeOf(share / 100));
		expect([shades[0], shades[50], shades[51], shades[100]]).toEqual([0, 35, 66, 100]);
		expect(shades).toEqual([...shades].sort((a, b) => a - b));
		expect(shades.filter((shade) => shade > 35 && shade < 65)).toEqual([]);
	});

	it('is walked by keys, and not left', () => {
		expect(moved('ArrowUp', { row: 0, column: 2 }, 3)).toEqual({ row: 0, column: 2 });
		expect(moved('ArrowDown', { row: 0, column: 2 }, 3)).toEqual({ row: 1, column: 2 });
		expect(moved('ArrowLeft', { row: 1, column: 2 }, 3)).toEqual({ row: 1, column: 1 });
		expect(moved('ArrowRight', { row: 1, column: 2 }, 3)).toEqual({ row: 1, column: 2 });
		expect(moved('PageDown', { row: 3, column: 0 }, 100)).toEqual({ row: 13, column: 0 });
		expect(moved('PageUp', { row: 3, column: 0 }, 100)).toEqual({ row: 0, column: 0 });
		expect(moved('End', { row: 3, column: 0 }, 100)).toEqual({ row: 3, column: 99 });
		expect(moved('Home', { row: 3, column: 9 }, 100)).toEqual({ row: 3, column: 0 });
		expect(moved('a', { row: 3, column: 9 }, 100)).toBeNull();
	});
});

describe('pictures', () => {
	it('are scaled by the whole layer, between its least and largest value', () => {
		expect(rangeOf(Float32Array.of(NaN, 2, -1, Infinity))).toEqual({ min: -1, max: 2 });
		expect(rangeOf(Float32Array.of(NaN))).toEqual({ min: 0, max: 0 });
		expect([0, 1, 2].map((value) => levelOf(value, { min: 0, max: 2 }))).toEqual([0, 128, 255]);
		expect(levelOf(3, { min: 3, max: 3 })).toBe(128);
	});

	it('stand in rows, a transparent pixel between them', () => {
		// Three channels of 2 × 2, channels last: channel c has c, c + 10, c + 20, c + 30.
		const values = Float32Array.of(0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32);
		const { pixels, width, height, min, max } = mapTiles({ side: 2, channels: 3, values }, 16, 2);
		expect([width, height, min, max]).toEqual([5, 5, 0, 32]);
		const at = (x: number, y: number) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
		const grey = (value: number) => [...Array<number>(3).fill(Math.round((255 * value) / 32)), 255];
		expect([at(0, 0), at(1, 0), at(0, 1), at(1, 1)]).toEqual([0, 10, 20, 30].map(grey));
		expect([at(3, 0), at(4, 1)]).toEqual([grey(1), grey(31)]);
		expect(at(1, 4)).toEqual(grey(32));
		expect([at(2, 0), at(0, 2), at(4, 4)]).toEqual([0, 1, 2].map(() => [0, 0, 0, 0]));
	});

	it('of filters have their colours, mid-grey for 0', () => {
		// One filter, 1 × 1: red 1, green 0, blue -1; a second with halves.
		const { pixels, width, height } = filterTiles(Float32Array.of(1, 0, -1, 0.5, -0.5, 0), 1);
		expect([width, height]).toEqual([3, 1]);
		expect([...pixels.subarray(0, 4)]).toEqual([255, 128, 0, 255]);
		expect([...pixels.subarray(8, 12)]).toEqual([191, 64, 128, 255]);
	});
});

describe('layers', () => {
	const variant = findVariant('v2-pico')!;
	const graph = buildGraph(variant, { classes: 10 });
	const layers = graph.ops.map(({ name, stage, block }) => ({
		...{ name, stage, block, side: 1, channels: 1 },
		values: new Float32Array(1)
	}));

	it('are told by stem, blocks and head, each with what enters and leaves it', () => {
		const parts = partsOf(layers, 'v2-pico');
		const blocks = variant.stages.reduce((sum, stage) => sum + stage.layers, 0);
		expect(parts.map(({ id }) => id)).toEqual([
			'stem',
			...Array.from({ length: blocks }, (_, block) => String(block)),
			'head'
		]);
		expect(parts.flatMap((part) => part.layers)).toEqual(layers);
		expect(parts[0]!.before).toBeNull();
		parts.slice(1).forEach((part, index) => expect(part.before).toBe(parts[index]!.after));
		expect(parts[1]!.op).toBe(variant.stages[0]!.op);
		expect(parts.at(-2).op).toBe(variant.stages.at(-1)!.op);
	});

	it('own their parameters', () => {
		const shown = graph.parameters.filter(({ trainable, shape }) => trainable && shape.length > 1);
		const norms = shown.map(({ name }) => ({ name, weight: 1, gradient: 1 }));
		const groups = normGroups(norms, factsOf('v2-pico', 10));
		expect(groups.map(({ id }) => id)).toEqual(partsOf(layers, 'v2-pico').map(({ id }) => id));
		expect(groups[0]!.norms.map(({ name }) => name)).toEqual(['conv_stem.weight']);
		expect(factsOf('v2-pico', 10).get('conv_stem')).toMatchObject({ kind: 'conv', kernel: 3, part: 'stem' });
	});
});

it('norms stand between powers of ten', () => {
	expect(decades([0.02, 0, 300, NaN])).toEqual([-2, 3]);
	expect(decades([1])).toEqual([0, 1]);
	expect(decades([0])).toBeNull();
	expect([0, 0.1, 1, 10, 1000].map((value) => logShare(value, [-1, 1]))).toEqual([0, 0, 0.5, 1, 1]);
});

it('probabilities keep the order of few classes, and show the largest of many', () => {
	const few = likeliest(Float32Array.of(0.25, 0.5, 0.25), 3);
	expect(few.map(({ label }) => label)).toEqual([0, 1, 2]);
	expect(likeliest(Float32Array.of(0.25, 0.5, 0.125, 0.125), 2)).toEqual([
		{ label: 1, probability: 0.5 },
		{ label: 0, probability: 0.25 }
	]);
	expect(likeliest(Float32Array.of(0.25, 0.75), 1, 'by size')[0]?.label).toBe(1);
});

it('a network is asked at the sizes of its run, and above', () => {
	const { stages } = defaultConfig('gpu');
	const config = { stages: [16, 32].map((size) => ({ ...stages[0]!, size })), testSizes: [36, 40] };
	expect(askableSizes(config)).toEqual([16, 32, 36, 40, 48, 64]);
	expect(askableSizes({ stages: [{ ...stages[0]!, size: 400 }], testSizes: [] })).toEqual([400, 500]);
});

it('an epoch belongs to the stage in force', () => {
	const stages = [{ epochs: 2 }, { epochs: 1.5 }, { epochs: 3 }];
	expect(totalEpochs(stages)).toBe(6.5);
	expect([0, 1, 2].map((stage) => beginOf(stages, stage))).toEqual([0, 2, 3.5]);
	expect([0, 1.9, 2, 3.4, 3.5, 6.5, 9].map((epoch) => stageAt(stages, epoch))).toEqual([0, 0, 1, 1, 2, 2, 2]);
});
