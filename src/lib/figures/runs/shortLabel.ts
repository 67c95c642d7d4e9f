import type { Language } from '$lib/i18n/language';
import { isNamed, type StoredRun } from '$lib/runs/run';

/** The reader's name of a run, or else its network, sizes and time: for lines that name one run. See `runLabel` for lists. */
export function shortLabel(
	{ timeOfDay }: Language,
	run: Pick<StoredRun, 'name' | 'config' | 'created'>
): string {
	return isNamed(run) ? run.name : `${run.name} · ${timeOfDay(run.created)}`;
}
