/** How far plans split their sums: threads that a device wants at least to be busy. */

/** The same for any number of threads of the processor, and so are the results. */
export const PROCESSOR_SUMS = 64;
/** Thousands on a GPU; a software adapter has a few cores of four lanes. */
const GPU_THREADS = 16_384;
const SOFTWARE_THREADS = 256;

/** Of a WebGPU device. */
export const gpuThreads = (software: boolean) => (software ? SOFTWARE_THREADS : GPU_THREADS);
