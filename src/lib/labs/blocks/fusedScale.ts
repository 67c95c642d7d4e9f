/**
 * At what size EfficientNet-B4 is trained here for Table 3. The paper's 380 px and its batches fit no browser, so the
 * networks keep their block table and depth and are cut to the device by one rule. Pure.
 */

/** B4's channels times this; the first that fits. */
export const widths = [1, 1 / 2, 1 / 4] as const;
/** Image sides, pixels: multiples of 32, since five strides halve them. */
export const sides = [32, 64, 96, 128, 160, 192, 224, 256, 320, 380] as const;
export const batches = [4, 8, 16, 32, 64] as const;

export interface FusedShape {
	readonly width: number;
	/** Pixels. */
	readonly imageSize: number;
	readonly batch: number;
}

/** What a shape asks of the device. */
export interface FusedLoad {
	/** Memory of a training step of every network at once, by the engine's plans. */
	readonly bytes: number;
	/** A step of the slowest network, as expected. */
	readonly expectedMs: number;
}

export interface FusedLimits {
	readonly bytes: number;
	readonly stepMs: number;
}

export type FusedScale = FusedShape & FusedLoad;

/**
 * The largest width at which the smallest shape is within the limits; at that width the largest image at the smallest
 * batch; at that image the largest batch. Where even the narrowest network is slower than the limit, its smallest shape is
 * taken nevertheless; null where that does not fit the memory.
 */
export async function fitScale(
	weigh: (shape: FusedShape) => Promise<FusedLoad>,
	limits: FusedLimits
): Promise<FusedScale | null> {
	const loaded = async (shape: FusedShape): Promise<FusedScale> => ({ ...shape, ...(await weigh(shape)) });
	const within = ({ bytes, expectedMs }: FusedLoad) => bytes <= limits.bytes && expectedMs <= limits.stepMs;
	const [imageSize, batch] = [sides[0], batches[0]];
	let scale: FusedScale | null = null;
	for (const width of widths) {
		scale = await loaded({ width, imageSize, batch });
		if (within(scale)) break;
	}
	if (scale === null || scale.bytes > limits.bytes) return null;
	for (const side of sides.slice(1)) {
		const larger = await loaded({ ...scale, imageSize: side });
		if (!within(larger)) break;
		scale = larger;
	}
	for (const more of batches.slice(1)) {
		const larger = await loaded({ ...scale, batch: more });
		if (!within(larger)) break;
		scale = larger;
	}
	return scale;
}

/** Counts of a network that its expected step follows from. */
export interface StepCounts {
	/** Multiply-adds of the way forward, for the batch. */
	readonly macs: number;
	/** Read and written by the blocks on the way forward, for the batch. */
	readonly bytes: number;
	readonly parameters: number;
}

/** The way back costs about two ways forward. */
const WAYS = 3;
/** SGD with momentum and the gradient's norm read and write a parameter, its gradient and its slot: seven floats. */
const UPDATE_BYTES = 28;

/**
 * A step as a roofline expects it, ms: arithmetic at the rate of a plain matrix product, then memory at the rate of going
 * through it. Real steps are slower or, where tensors stay in a cache, quicker; what counts here is the order of size.
 */
export function expectedStepMs(
	{ macs, bytes, parameters }: StepCounts,
	{ gigaflops, gigabytes }: { readonly gigaflops: number; readonly gigabytes: number }
): number {
	const arithmetic = (WAYS * 2 * macs) / (gigaflops * 1e6);
	return arithmetic + (WAYS * bytes + UPDATE_BYTES * parameters) / (gigabytes * 1e6);
}
