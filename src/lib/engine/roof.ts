/** What a device reaches at best: the two lines of a roofline. */
import { bandwidth } from './bandwidth';
import { gemmRate } from './gemmRate';

export interface Roof {
	/** Multiplications and additions of a plain float32 matrix product per second, 10⁹. */
	readonly gigaflops: number;
	/** Bytes read and written per second where memory is only gone through, 10⁹. */
	readonly gigabytes: number;
}

/** Of a graphics adapter. Takes seconds on a software one. Throws EngineError for a wrong result. */
export async function webgpuRoof(device: GPUDevice): Promise<Roof> {
	const { gigaflops } = await gemmRate(device);
	return { gigaflops, gigabytes: await bandwidth(device) };
}
