import { oneOf } from '$lib/state/addressed';
import { costs, editions } from './points';

export const tradeoffFields = { cost: oneOf(costs), edition: oneOf(editions) };
