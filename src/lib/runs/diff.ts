/** What differs between runs' configurations. */
import type { RunConfig } from '$lib/recipe/config';
import { fieldsOf, sameValue } from '$lib/recipe/fields';

export interface Difference {
	/** Path of the field, e.g. `learningRate.peak`; `stages.size` stands for the sizes of all stages. */
	readonly field: string;
	/** Its value in each configuration, in their order; undefined where there is no such field. */
	readonly values: readonly unknown[];
}

/** The fields that are not the same in all configurations, in the order of the first that has them. */
export function differences(configs: readonly RunConfig[]): Difference[] {
	const all = configs.map(fieldsOf);
	const names = new Set(all.flatMap((fields) => [...fields.keys()]));
	return [...names].flatMap((field) => {
		const values = all.map((fields) => fields.get(field));
		return values.every((value) => sameValue(value, values[0])) ? [] : [{ field, values }];
	});
}

/** For each configuration the fields in which it differs from the first, with its own values: what to call it by. */
export function distinctions(configs: readonly RunConfig[]): { field: string; value: unknown }[][] {
	const differing = differences(configs);
	return configs.map((_, i) => {
		return differing.flatMap(({ field, values }) => {
			return sameValue(values[i], values[0]) ? [] : [{ field, value: values[i] }];
		});
	});
}
