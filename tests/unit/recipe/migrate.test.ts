import { describe, expect, it } from 'vitest';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { ConfigError, parseRunConfig } from '$lib/recipe/parse';

/** A run as version 1 wrote it down. */
const old = {
	version: 1,
	model: 'v2-nano',
	padding: 'same',
	bnEpsilon: 1e-3,
	data: { kind: 'procedural', seed: 0, train: 5000, test: 1000 },
	seed: 4,
	batch: 32,
	stages: [
		{ size: 16, epochs: 1, dropout: 0.1 },
		{ size: 24, epochs: 2.5, dropout: 0.3 }
	],
	optimizer: { kind: 'sgd', momentum: 0.9 },
	learningRate: {
		schedule: 'cosine',
		peak: 0.05,
		warmupEpochs: 1,
		minimum: 0,
		decay: 0.97,
		decayEpochs: 2.4
	},
	weightDecay: 5e-4,
	clipNorm: null,
	labelSmoothing: 0.1,
	dropPath: 0.2,
	emaDecay: null,
	flip: true,
	cropPadding: 2,
	evalSize: null
};

describe('a run of version 1', () => {
	it('is the same run in version 2: drop path at every stage, what it did not know off', () => {
		const off = { randaugment: 0, mixup: 0, cutmix: 0, dropPath: 0.2 };
		const expected: RunConfig = {
			...defaultConfig('gpu'),
			seed: 4,
			stages: [
				{ size: 16, epochs: 1, dropout: 0.1, ...off },
				{ size: 24, epochs: 2.5, dropout: 0.3, ...off }
			],
			order: 'progressive',
			randaugmentLayers: 2,
			interpolation: 'nearest',
			testSizes: []
		};
		const parsed = parseRunConfig(JSON.parse(JSON.stringify(old)));
		expect(parsed).toEqual(expected);
		expect(parseRunConfig(parsed)).toEqual(expected);
	});

	it('stays as it was given', () => {
		const given = structuredClone(old);
		parseRunConfig(given);
		expect(given).toEqual(old);
	});

	const refusal = (value: unknown): unknown => {
		try {
			parseRunConfig(value);
		} catch (error) {
			return error instanceof ConfigError ? [error.field, error.message] : error;
		}
		return 'accepted';
	};

	it.each([
		[{ ...old, dropPath: 2 }, 'stages.0.dropPath', 'must be a number from 0 to 0.95, not 2'],
		[{ ...old, stages: 'none' }, 'stages', 'must be a list of 1 to 8 stages'],
		[{ ...old, stages: [7] }, 'stages.0', 'must be an object, not 7'],
		[{ ...old, colour: 'red' }, 'colour', 'has no field "colour"'],
		[{ version: 1 }, 'model', 'lacks "model"']
	])('is refused where it is wrong, by its field (%#)', (value, field, part) => {
		expect(refusal(value)).toEqual([field, expect.stringContaining(part)]);
	});
});
