import { bench } from './en/bench';
import { blocks } from './en/blocks';
import { compare } from './en/compare';
import { design } from './en/design';
import { scaling } from './en/scaling';
import { schedules } from './en/schedules';
import { search } from './en/search';
import { shared } from './en/shared';
import { table3 } from './en/table3';
import { tables } from './en/tables';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
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
} as const;
