/**
 * Draws from Beta(α, α) by inverting its distribution function, so that one uniform number makes one draw, wherever it
 * is made. The density is symmetric, which leaves the half below ½ to be solved, and there the power series converges fast.
 */

/** Halvings of [0, ½]: the quantile is right to 2^-42. */
const halvings = 40;

/**
 * The x that a draw of Beta(alpha, alpha) exceeds with probability 1 - p. Absolute error below 1e-12.
 * @param p from 0 to 1; @param alpha above 0, at most 100. Throws RangeError for another alpha.
 */
export function betaQuantile(p: number, alpha: number): number {
	if (!(alpha > 0 && alpha <= 100)) throw new RangeError(`Beta(α, α) is drawn for α up to 100, not ${alpha}`);
	return p <= 0.5 ? lowerQuantile(p, alpha) : 1 - lowerQuantile(1 - p, alpha);
}

function lowerQuantile(p: number, alpha: number): number {
	// Half of all lies below ½, which settles the constant of the distribution function without Γ.
	const wanted = 2 * p * unscaledDistribution(0.5, alpha);
	let low = 0;
	let high = 0.5;
	for (let i = 0; i < halvings; i++) {
		const middle = (low + high) / 2;
		if (unscaledDistribution(middle, alpha) < wanted) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/**
 * α·B(α, α)·I_x(α, α), 0 ≤ x ≤ ½: DLMF 8.17.8, (x(1 - x))^α · Σ (2α)_n / (α + 1)_n · xⁿ. All terms are positive, and from
 * n = 3α on each is at most ¾ of the one before.
 */
function unscaledDistribution(x: number, alpha: number): number {
	let term = 1;
	let sum = 0;
	for (let n = 0; sum + term > sum; n++) {
		sum += term;
		term *= ((2 * alpha + n) / (alpha + 1 + n)) * x;
	}
	return (x * (1 - x)) ** alpha * sum;
}
