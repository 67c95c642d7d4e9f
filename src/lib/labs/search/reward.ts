/**
 * The reward that the paper's search maximises: A·S^w·P^v with accuracy A, normalised step time S and parameters P
 * (Tan & Le 2021, section 3.3). The paper does not say what S is normalised by; here S and P are counted in those of a
 * reference network, so that a network equal to it has its accuracy as its reward. Another unit multiplies every reward
 * by the same factor and changes no order.
 */

export interface Exponents {
	/** Of step time; 0: time does not count. */
	readonly w: number;
	/** Of parameters. */
	readonly v: number;
}

/** What is judged, and what it is compared with. */
export interface Cost {
	/** Any unit, the same for all that are compared; above 0. */
	readonly time: number;
	readonly parameters: number;
}

/** Below the least, size or time would be all that counts; above 0, slow and large would be good. */
export const exponentRange = { min: -1, max: 0 } as const;

/** @param accuracy a share or per cent; the reward has its unit */
export function reward(accuracy: number, cost: Cost, reference: Cost, { w, v }: Exponents): number {
	return accuracy * (cost.time / reference.time) ** w * (cost.parameters / reference.parameters) ** v;
}

/**
 * The accuracy that a network needs to have the reward of another of `accuracy` when it costs `times` as much: a share of
 * that accuracy, not points. At w = -0.07 and twice the time it is 1.0497 times as much.
 */
export function breakEven(accuracy: number, times: number, exponent: number): number {
	return accuracy * times ** -exponent;
}
