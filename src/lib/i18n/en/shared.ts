import { classes } from './classes';
import { data } from './data';
import { device } from './device';
import { figures } from './figures';
import { inspect } from './inspect';
import { playground } from './playground';
import { runs } from './runs';
import { schedule } from './schedule';
import { site } from './site';

/** Messages that more than one page has. */
export const shared = {
	...site,
	...playground,
	...data,
	...device,
	...schedule,
	...figures,
	...inspect,
	...runs,
	...classes
} as const;
