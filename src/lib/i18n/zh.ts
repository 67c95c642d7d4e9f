import type { Messages } from './message';
import { bench } from './zh/bench';
import { blocks } from './zh/blocks';
import { compare } from './zh/compare';
import { design } from './zh/design';
import { scaling } from './zh/scaling';
import { schedules } from './zh/schedules';
import { search } from './zh/search';
import { shared } from './zh/shared';
import { table3 } from './zh/table3';
import { tables } from './zh/tables';

/** 中文文案。键与英文一致，缺一个就无法编译。 */
export const zh = {
	...shared,
	...bench,
	...schedules,
	...search,
	...blocks,
	...table3,
	...compare,
	...scaling,
	...design,
	...tables
} as const satisfies Messages;
