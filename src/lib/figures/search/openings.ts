import { exponentRange } from '$lib/labs/search/reward';
import { searchExponents } from '$lib/paper/search';
import { fieldsOfEntries, oneOf, within } from '$lib/state/addressed';
import { defaultForm, searchFormSchema, type SearchForm } from '$lib/state/search/form';
import { costAxes, publishedSources } from './published';

const { min, max } = exponentRange;
/** Accuracies from which a doubling may start, per cent. */
export const baseRange = { min: 1, max: 100 } as const;

export const rewardFields = {
	w: within(min, max, searchExponents.value.w),
	v: within(min, max, searchExponents.value.v),
	source: oneOf(publishedSources),
	over: oneOf(costAxes)
};

/** What a search is set up with, on its page. */
export const searchFields = fieldsOfEntries<SearchForm>(searchFormSchema.entries, defaultForm);

export const doublingFields = { base: within(baseRange.min, baseRange.max, 80) };
