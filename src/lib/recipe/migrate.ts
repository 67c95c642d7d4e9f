/** Run configurations of earlier versions, brought to the present one. */
import { unregularised } from './schedule';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A configuration of version 1 as one of version 2 that means the same run: its one rate of drop path goes to every
 * stage, and what it did not know is off. Nothing is checked: what is wrong stays wrong, and what is not of version 1
 * comes back as it is.
 */
export function migrated(value: unknown): unknown {
	if (!isObject(value) || value.version !== 1) return value;
	const { dropPath, stages, ...rest } = value;
	return {
		...rest,
		version: 2,
		stages: Array.isArray(stages) ? stages.map((stage) => withDropPath(stage, dropPath)) : stages,
		order: 'progressive',
		randaugmentLayers: 2,
		interpolation: 'nearest',
		testSizes: []
	};
}

function withDropPath(stage: unknown, dropPath: unknown): unknown {
	return isObject(stage) ? { ...unregularised, dropPath, ...stage } : stage;
}

function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
