import type { Space } from '../plan/plan';

const own: ReadonlySet<Space> = new Set(['images', 'targets', 'logits', 'imageGradient', 'scalars']);

/** Whether a space belongs to a step; all others belong to the executor. */
export const isOwn = (space: Space): boolean => own.has(space);
