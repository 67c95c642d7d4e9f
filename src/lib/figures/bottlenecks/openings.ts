import { oneOf } from '$lib/state/addressed';

export const passes = ['forward', 'backward'] as const;
export type Pass = (typeof passes)[number];

/** Whose time the drawing of convolutions shows. */
export const passFields = { pass: oneOf(passes) };
