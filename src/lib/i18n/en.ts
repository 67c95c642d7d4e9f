import { bench } from './en/bench';
import { blocks } from './en/blocks';
import { bottlenecks } from './en/bottlenecks';
import { design } from './en/design';
import { scaling } from './en/scaling';
import { schedules } from './en/schedules';
import { search } from './en/search';
import { shared } from './en/shared';
import { tables } from './en/tables';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
	...shared,
	...bench,
	...schedules,
	...search,
	...blocks,
	...bottlenecks,
	...scaling,
	...design,
	...tables
} as const;
