import type { Messages } from './message';
import { bench } from './zh/bench';
import { classes } from './zh/classes';
import { device } from './zh/device';
import { figures } from './zh/figures';
import { playground } from './zh/playground';
import { schedule } from './zh/schedule';
import { schedules } from './zh/schedules';
import { site } from './zh/site';

/** 中文文案。键与英文一致，缺一个就无法编译。 */
export const zh = {
	...site,
	...playground,
	...device,
	...schedule,
	...figures,
	...bench,
	...schedules,
	...classes
} as const satisfies Messages;
