import { bench } from './en/bench';
import { classes } from './en/classes';
import { device } from './en/device';
import { figures } from './en/figures';
import { playground } from './en/playground';
import { schedule } from './en/schedule';
import { schedules } from './en/schedules';
import { site } from './en/site';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
	...site,
	...playground,
	...device,
	...schedule,
	...figures,
	...bench,
	...schedules,
	...classes
} as const;
