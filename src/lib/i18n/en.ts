import { bench } from './en/bench';
import { classes } from './en/classes';
import { data } from './en/data';
import { design } from './en/design';
import { device } from './en/device';
import { figures } from './en/figures';
import { inspect } from './en/inspect';
import { playground } from './en/playground';
import { runs } from './en/runs';
import { scaling } from './en/scaling';
import { schedule } from './en/schedule';
import { schedules } from './en/schedules';
import { site } from './en/site';
import { tables } from './en/tables';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
	...site,
	...playground,
	...data,
	...device,
	...schedule,
	...figures,
	...inspect,
	...runs,
	...bench,
	...schedules,
	...scaling,
	...design,
	...tables,
	...classes
} as const;
