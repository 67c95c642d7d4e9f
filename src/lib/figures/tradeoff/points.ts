/** Accuracy against cost, as the paper's Table 7 has it, and of the small released networks as their README has it. */
import { checkpoints } from '$lib/paper/tables/checkpoints';
import { table7 } from '$lib/paper/tables/imagenet';
import { cellOf, type CitedRow, type CitedTable, type ColumnName } from '$lib/paper/tables/table';

export const costs = ['parametersM', 'flopsG', 'latencyMs', 'trainingHours'] as const;
export type Cost = (typeof costs)[number];

/** Versions of the paper whose rows of V2 may be drawn. */
export const editions = ['v3', 'v1'] as const;
export type Edition = (typeof editions)[number];

export interface TradePoint {
	readonly model: string;
	readonly family: string;
	/** Cost: millions, billions of multiply-adds, milliseconds or hours. */
	readonly x: number;
	/** Top-1 on ImageNet, per cent. */
	readonly y: number;
	/** Version that the row is from; `mixed`: the accuracy from the last, the cost from the first; null: not the paper. */
	readonly edition: Edition | 'mixed' | null;
	/** Which of its two figures has one source alone. */
	readonly unverified: { readonly top1: boolean; readonly cost: boolean };
}

/** The released networks below S, which Table 7 does not have. */
export const smallFamily = 'EfficientNetV2 B0–B3';

/**
 * The points of a plot in the order of x. Of V2 the rows of that version of the paper; what the last version's rows leave
 * out is taken from the first. The other networks are in the first version only, the small ones in the README only,
 * which has no times.
 */
export function tradePoints(cost: Cost, edition: Edition): TradePoint[] {
	const firsts = rowsOf('v1');
	const lasts = edition === 'v3' ? rowsOf('v3') : new Map<string, CitedRow>();
	const models = new Set([...firsts.keys(), ...lasts.keys()]);
	const points = [...models].flatMap((model) => paperPoint(firsts.get(model), lasts.get(model), cost) ?? []);
	return [...points, ...smallPoints(cost)].sort((a, b) => a.x - b.x);
}

/** Rows of Table 7 in one version, by network. */
function rowsOf(edition: Edition): Map<string, CitedRow> {
	return new Map(
		table7.rows
			.filter((row) => cellOf(table7, row, 'edition') === edition)
			.map((row) => [nameOf(table7, row), row])
	);
}

function paperPoint(first: CitedRow | undefined, last: CitedRow | undefined, cost: Cost): TradePoint | null {
	const accurate = last ?? first;
	const priced = [last, first].find((row) => row !== undefined && number(table7, row, cost) !== null);
	if (accurate === undefined || priced === undefined) return null;
	const own = accurate === last ? 'v3' : 'v1';
	return point(table7, accurate, priced, cost, accurate === priced ? own : 'mixed');
}

function smallPoints(cost: Cost): TradePoint[] {
	if (cost !== 'parametersM' && cost !== 'flopsG') return [];
	return checkpoints.rows
		.filter((row) => /^B\d$/.test(nameOf(checkpoints, row)))
		.flatMap((row) => point(checkpoints, row, row, cost, null) ?? []);
}

function point(
	table: CitedTable,
	accurate: CitedRow,
	priced: CitedRow,
	cost: Cost,
	edition: TradePoint['edition']
): TradePoint | null {
	const [x, y] = [number(table, priced, cost), number(table, accurate, 'top1')];
	if (x === null || y === null) return null;
	const name = nameOf(table, accurate);
	return {
		model: edition === null ? `EfficientNetV2-${name}` : name,
		family: edition === null ? smallFamily : textOf(table, accurate, 'family'),
		x,
		y,
		edition,
		unverified: { top1: accurate.unverified.includes('top1'), cost: priced.unverified.includes(cost) }
	};
}

function number(table: CitedTable, row: CitedRow, column: ColumnName): number | null {
	const cell = cellOf(table, row, column);
	return typeof cell === 'number' ? cell : null;
}

const nameOf = (table: CitedTable, row: CitedRow) => textOf(table, row, 'model');

function textOf(table: CitedTable, row: CitedRow, column: ColumnName): string {
	const cell = cellOf(table, row, column);
	return typeof cell === 'string' ? cell : '';
}
