import { bench } from './en/bench';
import { blocks } from './en/blocks';
import { schedules } from './en/schedules';
import { search } from './en/search';
import { shared } from './en/shared';

/** Messages in English. `{name}` is filled in; `<tag>…</tag>` marks a term (see rich.ts). */
export const en = {
	...shared,
	...bench,
	...schedules,
	...search,
	...blocks
} as const;
