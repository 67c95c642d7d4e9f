/** A profile as text: totals first, then every dispatch in the order of the step. */
import type { DispatchTiming } from '$lib/engine/executor';
import { table } from './terminal';

/** Dispatches that have something in common, together. */
export interface Total {
	readonly name: string;
	readonly calls: number;
	readonly macs: number;
	readonly bytes: number;
	readonly ns: number;
}

/** Totals of the dispatches with one name, in the order in which the names first appear. */
export function totalsBy(
	dispatches: readonly DispatchTiming[],
	nameOf: (dispatch: DispatchTiming) => string
): Total[] {
	const totals = new Map<string, Total>();
	for (const dispatch of dispatches) {
		const name = nameOf(dispatch);
		const { calls, macs, bytes, ns } = totals.get(name) ?? { calls: 0, macs: 0, bytes: 0, ns: 0 };
		totals.set(name, {
			name,
			calls: calls + 1,
			macs: macs + dispatch.macs,
			bytes: bytes + dispatch.bytes,
			ns: ns + dispatch.ns
		});
	}
	return [...totals.values()];
}

/** Several tables under each other: the step, by kernel (longest first), by layer, and every dispatch. */
export function profileText(dispatches: readonly DispatchTiming[]): string {
	const stepNs = dispatches.reduce((sum, { ns }) => sum + ns, 0);
	const kernels = totalsBy(dispatches, ({ kernel }) => kernel).sort((a, b) => b.ns - a.ns);
	const layers = totalsBy(dispatches, ({ layer }) => layer);
	const step = totalsBy(dispatches, () => 'step');
	const totals = (name: string, rows: readonly Total[]) =>
		table([[name, 'calls', ...header], ...rows.map((row) => [row.name, row.calls, ...figures(row, stepNs)])]);
	const all = dispatches.map((each) => [each.layer, each.pass, each.kernel, ...figures(each, stepNs)]);
	return [
		totals('kernel', [...kernels, ...step]),
		totals('layer', layers),
		table([['layer', 'pass', 'kernel', ...header], ...all])
	].join('\n\n');
}

/**
 * One sentence on all dispatches together; `gemm` are the GFLOP/s of a plain matrix product on one thread of the same
 * processor, null where that is no measure of what ran.
 */
export function totalText(dispatches: readonly DispatchTiming[], gemm: number | null): string {
	const [{ macs, ns } = { macs: 0, ns: 0 }] = totalsBy(dispatches, () => 'all');
	const work = `In all ${rounded(ns / 1e6)} ms for ${rounded((2 * macs) / 1e9)} GFLOP`;
	if (ns === 0) return `${work}.`;
	const rate = (2 * macs) / ns;
	if (gemm === null) return `${work}: ${rounded(rate)} GFLOP/s.`;
	const share = Math.round((100 * rate) / gemm);
	return `${work}: ${rounded(rate)} GFLOP/s, ${share} % of a plain matrix product on one thread (${rounded(gemm)} GFLOP/s).`;
}

const header = ['µs', 'share (%)', 'MMAC', 'GFLOP/s', 'MB', 'GB/s'];

/** A multiply-add is two operations. Rates are blank where there are none, or no time was measured. */
function figures({ macs, bytes, ns }: Omit<Total, 'name' | 'calls'>, stepNs: number): (string | number)[] {
	const rate = (amount: number) => (amount > 0 && ns > 0 ? rounded(amount / ns) : '–');
	const share = stepNs > 0 ? Number(((100 * ns) / stepNs).toFixed(1)) : '–';
	return [rounded(ns / 1000), share, rounded(macs / 1e6), rate(2 * macs), rounded(bytes / 1e6), rate(bytes)];
}

/** Three digits are what such a measurement is worth. */
function rounded(value: number): number {
	return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
