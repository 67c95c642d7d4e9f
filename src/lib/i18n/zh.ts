import type { Messages } from './message';
import { article } from './zh/article';
import { bench } from './zh/bench';
import { blocks } from './zh/blocks';
import { bottlenecks } from './zh/bottlenecks';
import { compare } from './zh/compare';
import { design } from './zh/design';
import { embed } from './zh/embed';
import { flow } from './zh/flow';
import { predict } from './zh/predict';
import { scaling } from './zh/scaling';
import { schedules } from './zh/schedules';
import { search } from './zh/search';
import { shared } from './zh/shared';
import { table3 } from './zh/table3';
import { tables } from './zh/tables';
import { walk } from './zh/walk';

/** 中文文案。键与英文一致，缺一个就无法编译。 */
export const zh = {
	...shared,
	...article,
	...embed,
	...bench,
	...schedules,
	...search,
	...blocks,
	...bottlenecks,
	...table3,
	...compare,
	...scaling,
	...design,
	...predict,
	...tables,
	...walk,
	...flow
} as const satisfies Messages;
