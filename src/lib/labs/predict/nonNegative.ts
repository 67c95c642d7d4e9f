/** Least squares whose solution may not be negative, for a handful of unknowns. Pure. */

/** The normal equations of Σ weight·(amounts·x − value)²; sums, so those of several measurements add up. */
export interface Normal {
	/** Σ weight·amounts·amountsᵀ, row by row. */
	readonly products: readonly (readonly number[])[];
	/** Σ weight·amounts·value */
	readonly values: readonly number[];
}

/** Without any row: for `count` unknowns. */
export function noRows(count: number): Normal {
	return {
		products: Array.from({ length: count }, () => new Array<number>(count).fill(0)),
		values: new Array<number>(count).fill(0)
	};
}

/** The equations with one row more. */
export function withRow(
	{ products, values }: Normal,
	amounts: readonly number[],
	value: number,
	weight: number
): Normal {
	return {
		products: products.map((row, at) =>
			row.map((sum, other) => sum + weight * amounts[at]! * amounts[other]!)
		),
		values: values.map((sum, at) => sum + weight * amounts[at]! * value)
	};
}

/** The rows of both. */
export function joined(a: Normal, b: Normal): Normal {
	return {
		products: a.products.map((row, at) => row.map((sum, other) => sum + b.products[at]![other]!)),
		values: a.values.map((sum, at) => sum + b.values[at]!)
	};
}

/**
 * The best x ≥ 0. At the best one some unknowns are 0 and the others solve their equations alone, so with few unknowns
 * every choice is tried: exact, and without a question of convergence.
 */
export function solveNonNegative(normal: Normal): number[] {
	const count = normal.values.length;
	const scaled = atUnitScale(normal);
	let best = { gain: 0, solution: new Array<number>(count).fill(0) };
	for (let chosen = 1; chosen < 2 ** count; chosen++) {
		const free = [...Array(count).keys()].filter((at) => (chosen >> at) & 1);
		const found = solveChosen(scaled, free);
		if (found === null || found.some((value) => value < 0)) continue;
		// What the choice takes off the sum of squares: x·values, where the equations hold.
		const gain = found.reduce((sum, value, at) => sum + value * scaled.values[free[at]!]!, 0);
		if (gain <= best.gain * (1 + 1e-12)) continue;
		const solution = new Array<number>(count).fill(0);
		for (const [at, index] of free.entries()) solution[index] = found[at]! / scaled.scales[index]!;
		best = { gain, solution };
	}
	return best.solution;
}

/** Multiply-adds go by millions where calls go by ones: each unknown is measured in units of its own column. */
function atUnitScale({ products, values }: Normal) {
	const scales = products.map((row, at) => Math.sqrt(row[at]!) || 1);
	return {
		scales,
		products: products.map((row, at) => row.map((sum, other) => sum / (scales[at]! * scales[other]!))),
		values: values.map((sum, at) => sum / scales[at]!)
	};
}

/** A pivot below this: the columns tell the same, and fewer of them say it better. */
const LEAST_PIVOT = 1e-9;

/** The equations of some unknowns by elimination (their matrix is symmetric, so no rows need to change places); null where they are not independent. */
function solveChosen({ products, values }: Normal, free: readonly number[]): number[] | null {
	const rows = free.map((at) => [...free.map((other) => products[at]![other]!), values[at]!]);
	const count = free.length;
	for (let pivot = 0; pivot < count; pivot++) {
		const top = rows[pivot]!;
		if (top[pivot]! < LEAST_PIVOT) return null;
		for (const row of rows.slice(pivot + 1)) {
			const factor = row[pivot]! / top[pivot]!;
			for (let at = pivot; at <= count; at++) row[at] = row[at]! - factor * top[at]!;
		}
	}
	const solution = new Array<number>(count).fill(0);
	for (let at = count - 1; at >= 0; at--) {
		const row = rows[at]!;
		const known = solution.reduce((sum, value, other) => (other > at ? sum + row[other]! * value : sum), 0);
		solution[at] = (row[count]! - known) / row[at]!;
	}
	return solution;
}
