import type { Quartiles } from '../quartiles';

/** What a measurement tells: what it builds, compiles and warms up, and after each turn all rows so far. */
export type PartEvent<Rows> =
	| { readonly type: 'preparing'; readonly name: string }
	| { readonly type: 'repeat'; readonly done: number; readonly rows: Rows };

/** The middle half, as rows have it. */
export const middleOf = ({ low, high }: Quartiles): [low: number, high: number] => [low, high];
