/** How a step as a whole follows from the sum of its calls. Pure. */

export interface StepFit {
	/** What the host needs beside the calls, whatever their number, ms. */
	readonly hostMs: number;
	/** The step without that over the sum of its calls: below 1 where calls overlap. */
	readonly factor: number;
}

interface Seen {
	readonly sumMs: number;
	readonly stepMs: number;
}

/**
 * The line stepMs = hostMs + factor·sumMs, neither of them negative, with the least sum of relative errors (not of
 * squares: one step that met other work must not bend it). Such a line goes through two of the points, or through one and
 * the origin, so these are tried. With no points, the sum itself.
 */
export function fitSteps(seen: readonly Seen[]): StepFit {
	const lines = seen.flatMap((a, at): StepFit[] => [
		{ hostMs: 0, factor: a.stepMs / a.sumMs },
		...seen.slice(at + 1).flatMap((b) => {
			const factor = (b.stepMs - a.stepMs) / (b.sumMs - a.sumMs);
			const hostMs = a.stepMs - factor * a.sumMs;
			return factor > 0 && Number.isFinite(factor) && hostMs > 0 ? [{ hostMs, factor }] : [];
		})
	]);
	const errorOf = (line: StepFit) =>
		seen.reduce((sum, { sumMs, stepMs }) => sum + Math.abs(wholeStepMs(line, sumMs) / stepMs - 1), 0);
	let best: StepFit = { hostMs: 0, factor: 1 };
	let least = Infinity;
	for (const line of lines) {
		const error = errorOf(line);
		if (error < least) [best, least] = [line, error];
	}
	return best;
}

export const wholeStepMs = ({ hostMs, factor }: StepFit, sumMs: number) => hostMs + factor * sumMs;
