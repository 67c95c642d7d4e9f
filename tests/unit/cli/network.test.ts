import { describe, expect, it } from 'vitest';
import architectures from '../../fixtures/architectures.json';
import forwardCases from '../../fixtures/forward.json';
import gradientCases from '../../fixtures/gradients.json';
import smallVariants from '../../fixtures/small-variants.json';
import trajectoryCases from '../../fixtures/trajectory.json';
import { labJson } from './labRun';

interface Digest {
	readonly norm: number;
	readonly first: readonly number[];
}

/** Distance of two digests, relative to the norm. */
function distance(ours: Digest, theirs: Digest): number {
	const first = theirs.first.map((value, i) => (ours.first[i] ?? NaN) - value);
	return Math.max(Math.abs(ours.norm - theirs.norm), Math.hypot(...first)) / theirs.norm;
}

describe('lab variants', () => {
	it('has the counts of the tables', async () => {
		const rows = (await labJson('variants')) as { name: string; params: number; macs: number }[];
		const byName = new Map(rows.map((row) => [row.name, row]));
		for (const { name, params, macs, twins } of smallVariants.variants) {
			expect(byName.get(name)).toMatchObject({ params, macs, size: 32, classes: 10 });
			expect(byName.get(`${name}-mbconv`)).toMatchObject(twins.mbconv);
			expect(byName.get(`${name}-fused`)).toMatchObject(twins.fused);
		}
		for (const { name } of architectures.variants) expect(byName.has(name)).toBe(true);
		expect(rows.length).toBe(3 * smallVariants.variants.length + architectures.variants.length);
		expect(byName.get('efficientnetv2-s')).toMatchObject({
			params: 21_458_488,
			paramsWithStatistics: 21_612_360
		});
	});
});

describe('lab forward', () => {
	const found = forwardCases.cases.find(
		({ variant, imageSize }) => variant === 'v2-pico' && imageSize === 17
	);

	it.each(['wasm', 'tfjs-cpu'])('prints the reference logits: %s', async (engine) => {
		if (!found) throw new Error('the fixture has no such case');
		const { seed, batch, logits } = found;
		const formula = `formula:${seed}`;
		const shape = ['--model', 'v2-pico', '--size', 17, '--batch', batch];
		const values = ['--weights', formula, '--input', formula, '--padding', found.padding];
		const result = await labJson('forward', ...shape, ...values, '--engine', engine);
		expect(result).toMatchObject({ model: 'v2-pico', engine, size: 17, batch });
		const ours = (result as { logits: number[][] }).logits;
		const largest = Math.max(...logits.flat().map(Math.abs));
		for (const [n, row] of logits.entries()) {
			for (const [c, logit] of row.entries()) {
				expect(Math.abs((ours[n]?.[c] ?? NaN) - logit)).toBeLessThan(1e-4 * largest);
			}
		}
	});
});

describe('lab gradient', () => {
	it.each(['wasm', 'tfjs-cpu'])('prints the reference gradients and statistics: %s', async (engine) => {
		const [expected] = gradientCases.cases;
		if (!expected) throw new Error('the fixture is empty');
		const { variant, imageSize, batch, seed, vanishing, loss } = expected;
		const shape = ['--model', variant, '--size', imageSize, '--batch', batch];
		const formula = `formula:${seed}`;
		const values = ['--weights', formula, '--input', formula];
		const result = (await labJson('gradient', ...shape, ...values, '--engine', engine)) as {
			loss: number;
			parameters: Record<string, Digest>;
			statistics: Record<string, Digest>;
		};
		expect(result.loss).toBeCloseTo(loss, 5);
		for (const [name, digest] of Object.entries(expected.parameters)) {
			const ours = result.parameters[name] ?? { norm: NaN, first: [] };
			if (vanishing.includes(name)) expect(ours.norm).toBeLessThan(1e-6);
			else expect(distance(ours, digest), name).toBeLessThan(1e-3);
		}
		expect(Object.keys(result.parameters)).toEqual(Object.keys(expected.parameters));
		for (const [name, digest] of Object.entries(result.statistics)) {
			const theirs = (expected.statistics as Record<string, Digest>)[name] ?? { norm: NaN, first: [] };
			expect(distance(digest, theirs), name).toBeLessThan(1e-4);
		}
	});
});

describe('lab trajectory', () => {
	it.each(['wasm', 'tfjs-cpu'])(
		'walks the first steps of the reference with the average: %s',
		async (engine) => {
			const expected = trajectoryCases.cases.find(({ optimizer }) => optimizer === 'rmsprop');
			if (!expected) throw new Error('the fixture has no such case');
			const formula = `formula:${expected.seed}`;
			const shape = ['--model', expected.variant, '--size', expected.imageSize, '--batch', expected.batch];
			const rule = ['--optimizer', 'rmsprop', '--ema', 0.99, '--steps', 6];
			const values = ['--weights', formula, '--input', formula, '--engine', engine];
			const result = (await labJson('trajectory', ...shape, ...rule, ...values)) as {
				steps: { loss: number; gradientNorm: number }[];
				parameters: Record<string, Digest>;
				ema: Record<string, Digest>;
			};
			for (const [at, { loss, gradientNorm }] of expected.steps.slice(0, 6).entries()) {
				expect(Math.abs((result.steps[at]?.loss ?? NaN) - loss) / loss).toBeLessThan(1e-3);
				expect(Math.abs((result.steps[at]?.gradientNorm ?? NaN) - gradientNorm) / gradientNorm).toBeLessThan(
					1e-3
				);
			}
			expect(result.steps.length).toBe(6);
			expect(result.parameters['classifier.weight']?.first.length).toBe(4);
			expect(Object.keys(result.ema).length).toBeGreaterThan(Object.keys(result.parameters).length);
		}
	);
});
