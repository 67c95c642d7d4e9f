import { article } from './en/article';
import { bench } from './en/bench';
import { blocks } from './en/blocks';
import { bottlenecks } from './en/bottlenecks';
import { design } from './en/design';
import { embed } from './en/embed';
import { predict } from './en/predict';
import { scaling } from './en/scaling';
import { schedules } from './en/schedules';
import { search } from './en/search';
import { shared } from './en/shared';
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
	...scaling,
	...design,
	...predict,
	...tables,
	...walk
} as const;
