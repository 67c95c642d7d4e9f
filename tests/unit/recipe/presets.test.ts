import { describe, expect, it } from 'vitest';
import { releasedSchedule, releasedSettings } from '$lib/paper/released';
import { defaultConfig } from '$lib/recipe/defaults';
import { parseRunConfig } from '$lib/recipe/parse';
import { presetNames, presetNetworks, presetRun, type PresetSettings } from '$lib/recipe/presets';
import reference from '../../fixtures/recipe.json';

const official = {
	S: reference.official['efficientnetv2-s'],
	M: reference.official['efficientnetv2-m'],
	L: reference.official['efficientnetv2-l']
};
const settings = (network: PresetSettings['network'], finalSize: number): PresetSettings => ({
	network,
	finalSize,
	epochs: 350
});

describe.each(presetNetworks)('presets of EfficientNetV2-%s', (network) => {
	it('at the published size are Table 6 by Algorithm 1', () => {
		const expected = reference.algorithm1[network];
		const { stages, order } = presetRun('paper', settings(network, expected.at(-1)?.imageSize ?? NaN));
		expect(order).toBe('progressive');
		expect(stages.map(({ size }) => size)).toEqual(expected.map((row) => Math.round(row.imageSize)));
		for (const [i, row] of expected.entries()) {
			expect(stages[i]?.epochs).toBe(87.5);
			expect(stages[i]?.randaugment).toBeCloseTo(row.randaugment, 7);
			expect(stages[i]?.mixup).toBeCloseTo(row.mixup, 8);
			expect(stages[i]?.dropout).toBeCloseTo(row.dropout, 8);
			expect(stages[i]).toMatchObject({ cutmix: 0, dropPath: 0.2 });
		}
	});

	it('at the published size are the stages of the released code', () => {
		const expected = official[network];
		const { trainSize } = releasedSettings[network].value;
		const { stages, randaugmentLayers } = presetRun('official', settings(network, trainSize));
		expect(stages.map(({ size }) => size)).toEqual(expected.map((row) => row.imageSize));
		expect(stages.map(({ dropout }) => dropout)).toEqual(expected.map((row) => row.dropout));
		for (const [i, row] of expected.entries()) {
			expect(stages[i]?.randaugment).toBeCloseTo(row.randaugment, 7);
			expect(stages[i]?.mixup).toBeCloseTo(row.mixup, 8);
			expect(stages[i]?.cutmix).toBeCloseTo(row.cutmix, 8);
		}
		expect(stages.length).toBe(releasedSchedule.value.stages);
		expect(randaugmentLayers).toBe(2);
	});

	it('with the same regularisation at every size keep the last', () => {
		const paper = presetRun('paper', settings(network, 32)).stages;
		const last = { ...(paper.at(-1) ?? expect.fail()), epochs: 350 };
		for (const name of ['progressive-size', 'random-size'] as const) {
			const { stages } = presetRun(name, settings(network, 32));
			expect(stages).toEqual(paper.map(({ size, epochs }) => ({ ...last, size, epochs })));
		}
		expect(presetRun('fixed', settings(network, 32)).stages).toEqual([last]);
		expect(presetRun('random-adaptive', settings(network, 32)).stages).toEqual(paper);
	});
});

describe('every preset', () => {
	it.each(presetNames)('%s is a run, and ends at the size that was asked for', (name) => {
		for (const network of presetNetworks) {
			for (const finalSize of [8, 24, 32, 64, 224, 512]) {
				const preset = presetRun(name, { network, finalSize, epochs: 6 });
				const config = parseRunConfig({ ...defaultConfig('gpu'), ...preset });
				expect(config.stages.at(-1)?.size).toBe(finalSize);
				expect(config.stages.reduce((sum, { epochs }) => sum + epochs, 0)).toBeCloseTo(6, 12);
			}
		}
	});

	it('scales the sides to small images', () => {
		const sides = (name: (typeof presetNames)[number]) =>
			presetRun(name, settings('S', 32)).stages.map(({ size }) => size);
		// 128, 185.33, 242.67 and 300 times 32/300; 171, 214, 257 and 300 times 32/300.
		expect(sides('paper')).toEqual([14, 20, 26, 32]);
		expect(sides('official')).toEqual([18, 23, 27, 32]);
		expect(sides('fixed')).toEqual([32]);
	});

	it('goes at random where its name says so', () => {
		const orders = presetNames.map((name) => presetRun(name, settings('M', 32)).order);
		expect(orders).toEqual(['progressive', 'progressive', 'progressive', 'progressive', 'random', 'random']);
	});
});
