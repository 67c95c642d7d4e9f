import { oneOf, withinOrNone } from '$lib/state/addressed';
import { raceAxes } from './lines';

/** The accuracy that a race is asked the time for; null: the usual one. */
export const targetFields = { target: withinOrNone(0.1, 1) };

export const raceFields = { over: oneOf(raceAxes) };
