import { describe, expect, it } from 'vitest';
import { defaultConfig } from '$lib/recipe/defaults';
import { ConfigError, parseRunConfig } from '$lib/recipe/parse';
import { unregularised } from '$lib/recipe/schedule';

const config = defaultConfig('gpu');

function refusal(value: unknown): { field: string; message: string } {
	try {
		parseRunConfig(value);
	} catch (error) {
		if (error instanceof ConfigError) return { field: error.field, message: error.message };
		throw error;
	}
	throw new Error('the configuration was accepted');
}

describe('run configuration', () => {
	it.each(['gpu', 'processor', 'software', 'cpu'] as const)(
		'accepts the defaults for %s, also through JSON',
		(speed) => {
			const defaults = defaultConfig(speed);
			expect(parseRunConfig(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults);
		}
	);

	it('begins the default run on a graphics card with 16, 21, 27, 32 pixels', () => {
		expect(config.stages.map(({ size }) => size)).toEqual([16, 21, 27, 32]);
		expect(config.stages.map(({ dropout }) => Number(dropout.toFixed(3)))).toEqual([0.1, 0.167, 0.233, 0.3]);
	});

	const stage = { ...unregularised, size: 16, epochs: 1 };
	it.each([
		[{ ...config, stages: [{ ...stage, size: 4 }] }, 'stages.0.size', 'a whole number from 8 to 512, not 4'],
		[{ ...config, stages: [{ ...stage, size: 16.5 }] }, 'stages.0.size', 'from 8 to 512, not 16.5'],
		[
			{ ...config, stages: [stage, { ...stage, epochs: -1 }] },
			'stages.1.epochs',
			'above 0, at most 10000, not -1'
		],
		[{ ...config, stages: [{ ...stage, epochs: NaN }] }, 'stages.0.epochs', 'above 0'],
		[{ ...config, stages: [] }, 'stages', 'must be a list of 1 to 8 stages'],
		[{ ...config, stages: 'none' }, 'stages', 'must be a list of 1 to 8 stages'],
		[{ ...config, stages: [3] }, 'stages.0', 'must be an object, not 3'],
		[{ ...config, batch: 'many' }, 'batch', 'a whole number from 1 to 1024, not "many"'],
		[{ ...config, optimizer: { kind: 'lion' } }, 'optimizer.kind', 'must be one of sgd, rmsprop, adamw'],
		[{ ...config, padding: 'valid' }, 'padding', 'must be same or symmetric, not "valid"'],
		[{ ...config, randaugment: 5 }, 'randaugment', 'has no field "randaugment"'],
		[{ ...config, flip: undefined }, 'flip', 'lacks "flip"'],
		[{ ...config, version: 3 }, 'version', 'must be 2, not 3'],
		[{ ...config, dropPath: 0.1 }, 'dropPath', 'has no field "dropPath"'],
		[{ ...config, stages: [{ ...stage, randaugment: 31 }] }, 'stages.0.randaugment', 'from 0 to 30, not 31'],
		[{ ...config, stages: [{ ...stage, mixup: -1 }] }, 'stages.0.mixup', 'from 0 to 10, not -1'],
		[{ ...config, randaugmentLayers: 6 }, 'randaugmentLayers', 'a whole number from 0 to 5, not 6'],
		[{ ...config, order: 'backwards' }, 'order', 'must be progressive or random, not "backwards"'],
		[{ ...config, interpolation: 'cubic' }, 'interpolation', 'must be nearest or bilinear'],
		[{ ...config, testSizes: 32 }, 'testSizes', 'must be a list of at most 8 image sizes'],
		[{ ...config, testSizes: [4] }, 'testSizes.0', 'a whole number from 8 to 512, not 4'],
		[null, '', 'must be a JSON object'],
		['text', '', 'must be a JSON object']
	])('refuses with the field and its range (%#)', (value, field, part) => {
		const { field: named, message } = refusal(value);
		expect(named).toBe(field);
		expect(message).toContain(part);
		expect(message).toMatch(/^[A-Z].*\.$/);
	});

	it('says that a field is missing', () => {
		const lacking: Record<string, unknown> = { ...config };
		delete lacking.seed;
		expect(refusal(lacking)).toEqual({ field: 'seed', message: 'The run configuration lacks "seed".' });
	});
});
