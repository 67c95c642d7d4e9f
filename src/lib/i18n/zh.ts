import type { Messages } from './message';
import { bench } from './zh/bench';
import { classes } from './zh/classes';
import { data } from './zh/data';
import { design } from './zh/design';
import { device } from './zh/device';
import { figures } from './zh/figures';
import { inspect } from './zh/inspect';
import { playground } from './zh/playground';
import { runs } from './zh/runs';
import { scaling } from './zh/scaling';
import { schedule } from './zh/schedule';
import { schedules } from './zh/schedules';
import { site } from './zh/site';
import { tables } from './zh/tables';

/** 中文文案。键与英文一致，缺一个就无法编译。 */
export const zh = {
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
} as const satisfies Messages;
