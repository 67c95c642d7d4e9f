import { article } from './en/article';
import { bench } from './en/bench';
import { blocks } from './en/blocks';
import { bottlenecks } from './en/bottlenecks';
import { compare } from './en/compare';
import { design } from './en/design';
import { embed } from './en/embed';
import { flow } from './en/flow';
import { predict } from './en/predict';
import { scaling } from './en/scaling';
import { schedules } from './en/schedules';
import { search } from './en/search';
import { shared } from './en/shared';
import { table3 } from './en/table3';
import { tables } from './en/tables';
import { walk } from './en/walk';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
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
} as const;
