import { describe, expect, it } from 'vitest';
import { findVariant } from '$lib/model/variants';
import { imagenetRecipe } from '$lib/paper/imagenet';
import { progressiveSettings, progressiveStages, type Span } from '$lib/paper/progressive';
import reference from '../fixtures/recipe.json';

describe('progressive learning', () => {
	it.each(['S', 'M', 'L'] as const)('%s starts and ends as in the reference data', (name) => {
		const { imageSize, randAugmentMagnitude, mixupAlpha, dropout } = progressiveSettings[name].value;
		const stages = reference.algorithm1[name];
		expect(stages.length).toBe(progressiveStages.value);
		stages.forEach((stage, i) => {
			const at = ({ first, last }: Span) => first + ((last - first) * i) / (progressiveStages.value - 1);
			expect(at(imageSize)).toBeCloseTo(stage.imageSize, 5);
			expect(at(randAugmentMagnitude)).toBeCloseTo(stage.randaugment, 7);
			expect(at(mixupAlpha)).toBeCloseTo(stage.mixup, 9);
			expect(at(dropout)).toBeCloseTo(stage.dropout, 8);
		});
	});
});

describe('ImageNet recipe', () => {
	it('is that of the reference schedule', () => {
		const { exponential, cosine, emaDecay } = reference;
		expect(imagenetRecipe.peakLearningRate.value).toBe(exponential.peak);
		expect(imagenetRecipe.warmupEpochs.value).toBe(exponential.warmupEpochs);
		expect(imagenetRecipe.learningRateDecay.value).toBe(exponential.decay);
		expect(imagenetRecipe.learningRateDecayEpochs.value).toBe(exponential.decayEpochs);
		expect(imagenetRecipe.epochs.value).toBe(cosine.epochs);
		expect(imagenetRecipe.emaDecay.value).toBe(emaDecay.maximum);
		expect(imagenetRecipe.survivalProbability.value).toBe(
			findVariant('efficientnetv2-s')?.survivalProbability
		);
	});

	it('scales the learning rate with the batch: 0.016 for every 256 images', () => {
		const { peakLearningRate, batch } = imagenetRecipe;
		expect(peakLearningRate.value).toBeCloseTo((0.016 * batch.value) / 256, 12);
	});

	it('names the source of every figure and says which are from the code alone', () => {
		const facts = Object.entries(imagenetRecipe);
		for (const [, { source }] of facts) expect(source).toMatch(/Tan & Le 2021|google\/automl/);
		const unverified = facts.filter(([, { verified }]) => !verified).map(([name]) => name);
		expect(unverified).toEqual(['rmsEpsilon', 'warmupEpochs', 'labelSmoothing']);
	});
});
