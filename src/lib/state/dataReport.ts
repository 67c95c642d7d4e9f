import type { WorkerEvent } from '$lib/worker/protocol';

/** The data set that the worker holds, with sample images. */
export type DataReport = Omit<Extract<WorkerEvent, { type: 'data' }>, 'type'>;
