import { oneOf } from '$lib/state/addressed';
import { raceAxes } from './lines';

export const raceFields = { over: oneOf(raceAxes) };
