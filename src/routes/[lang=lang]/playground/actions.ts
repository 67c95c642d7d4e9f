import { fieldName } from '$lib/figures/form/fieldName';
import { shortLabel } from '$lib/figures/runs/shortLabel';
import { saveRunFiles } from '$lib/figures/runs/save';
import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';
import type { SharedLink } from '$lib/state/sharedLink.svelte';

/** What can be done beside the advice; a note where there is nothing to press. */
export interface Action {
	readonly note: string;
	readonly label: string | null;
	readonly act: () => void;
}

/** Images that have a name. */
const ownImages: Readonly<Partial<Record<string, string>>> = { cifar10: 'CIFAR-10', cifar100: 'CIFAR-100' };

/** Learning rates of a run that diverged are taken times this. */
const slower = 0.5;

export function actionsFor(language: Language, playground: Playground, link: SharedLink): Action[] {
	return [
		...unkept(language, playground),
		linked(language, link),
		taken(language, playground),
		left(language, playground),
		change(language, playground)
	].filter((action) => action !== null);
}

/** A run that could not be kept and is no longer set up: only this page has it. */
function unkept(language: Language, { runs }: Playground): Action[] {
	const { t, integer } = language;
	const [first] = runs.unkept;
	if (first === undefined) return [];
	const name = shortLabel(language, first.run);
	const done = () => {
		runs.dismiss(first);
	};
	return [
		{
			note: t('act.unkept', { name, step: integer(first.run.position) }),
			label: t('act.download'),
			act: () => void saveRunFiles(first).then(done)
		},
		{ note: '', label: t('act.discard'), act: done }
	];
}

/** What can be done with a run that another tab trains, or has trained. */
function taken({ t }: Language, { problem, runs }: Playground): Action | null {
	const { current } = runs;
	const copy = problem?.kind === 'run-in-use';
	if (current === null || !(copy || problem?.kind === 'run-moved-on')) return null;
	return {
		note: '',
		label: t(copy ? 'runs.copyOn' : 'act.goOnNow'),
		act: () => {
			runs.resume(current, true, copy);
		}
	};
}

function linked({ t }: Language, link: SharedLink): Action | null {
	const { ignored, files } = link;
	if (ignored === null) return null;
	const taken = ignored.length === 0 ? t('link.taken') : t('link.ignored', { names: ignored.join(', ') });
	const own = files === null ? [] : [t('link.files', { data: ownImages[files] ?? t('data.source.folders') })];
	const note = [taken, ...own].join(' ');
	return {
		note,
		label: t('link.dismiss'),
		act: () => {
			link.dismiss();
		}
	};
}

/** The latest run, where it was left unfinished and none is under way. */
function left(language: Language, { runs, state, record, device }: Playground): Action | null {
	const { t, integer } = language;
	const [last] = runs.list ?? [];
	const idle =
		state === 'lost' ||
		state === 'failed' ||
		(!['running', 'compiling'].includes(state) && record.steps === 0);
	if (!idle || device === null || runs.resuming !== null) return null;
	if (last?.state !== 'unfinished' || last.checkpointBytes === 0) return null;
	if (runs.upkeep.elsewhere.includes(last.id)) return null;
	const { id, position, steps } = last;
	const name = shortLabel(language, last);
	const step = integer(position);
	return {
		note: t('act.left', { name, step, steps: integer(steps) }),
		label: t('act.goOn', { step }),
		act: () => {
			runs.resume(id, true);
		}
	};
}

function change(language: Language, { state, changes, runs }: Playground): Action | null {
	const { t } = language;
	if (state === 'diverged') {
		if (changes.possible) {
			return {
				note: '',
				label: t('act.goodState'),
				act: () => {
					changes.apply();
				}
			};
		}
		return {
			note: '',
			label: t('act.slower'),
			act: () => {
				runs.goOnSlower(slower);
			}
		};
	}
	if (!changes.waiting) return null;
	const fields = changes.settled.map((field) => fieldName(language, field)).join(', ');
	return {
		note: changes.possible ? '' : t('act.settled', { fields }),
		label: changes.possible ? t('act.apply') : null,
		act: () => {
			changes.apply();
		}
	};
}
