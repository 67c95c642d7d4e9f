import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';
import type { Fitting, Problem } from '$lib/state/problem';

/** One sentence or two under the bar: what happened, what was kept, what to do. */
export interface Advice {
	readonly tone: 'plain' | 'trouble';
	readonly text: string;
	/** The sentence of the place where it happened, for whoever looks into it. */
	readonly detail?: string;
}

const plain = (text: string): Advice => ({ tone: 'plain', text });
const trouble = (text: string): Advice => ({ tone: 'trouble', text });

export function adviceFor(language: Language, playground: Playground): Advice {
	const { t, integer } = language;
	const failure = failureOf(language, playground.problem);
	if (failure !== null) return failure;
	switch (playground.state) {
		case 'diverged':
			return trouble(t('advice.diverged', { step: integer(playground.record.divergedAt ?? 0) }));
		case 'lost':
			return trouble(t('advice.lost'));
		case 'failed':
			return trouble(t('advice.failed'));
		case 'finished':
			return finished(language, playground);
		case 'compiling':
			return plain(t('advice.compiling'));
		case 'running':
			return running(language, playground);
		case 'paused':
			return paused(language, playground);
		case 'empty':
		case 'ready':
			return beforeTheRun(language, playground);
	}
}

function running({ t }: Language, { changed, changes }: Playground): Advice {
	if (changes.possible) return plain(t('advice.applyRunning'));
	return plain(changed ? t('advice.changedRunning') : t('advice.running'));
}

function paused({ t }: Language, { changed, changes }: Playground): Advice {
	if (changes.possible) return plain(t('advice.applyPaused'));
	return plain(changed ? t('advice.changedPaused') : t('advice.paused'));
}

function beforeTheRun({ t, integer }: Language, { device, draft, data }: Playground): Advice {
	const { model, stages } = draft.config;
	const values = {
		model,
		classes: integer(data?.classes.length ?? 10),
		from: String(stages[0]?.size ?? 0),
		to: String(stages.at(-1)?.size ?? 0)
	};
	if (device?.engine === 'tfjs-cpu') return plain(t('advice.noGpu', values));
	return plain(stages.length > 1 ? t('advice.ready', values) : t('advice.readyFixed', values));
}

function finished({ t, percent, integer, duration }: Language, { record }: Playground): Advice {
	const judged = record.evaluations.findLast(({ final }) => final);
	if (judged === undefined) return plain(t('advice.finishedUnjudged'));
	return plain(
		t('advice.finished', {
			accuracy: percent(judged.accuracy),
			images: integer(judged.images),
			size: String(judged.size),
			time: duration(judged.trainMs)
		})
	);
}

function memoryText({ t, integer }: Language, fits: Fitting | undefined): string {
	if (fits === undefined) return t('failure.outOfMemory');
	return t('failure.fits', { batch: integer(fits.batch), size: integer(fits.imageSize) });
}

function failureOf(language: Language, problem: Problem | null): Advice | null {
	const { t } = language;
	// A refused file is said at the panel where it was dropped.
	if (problem === null || 'file' in problem.params) return null;
	const detail = problem.params.message;
	switch (problem.kind) {
		case 'unavailable':
			return { tone: 'trouble', text: t('failure.unavailable'), detail };
		case 'device-lost':
			return { tone: 'trouble', text: t('advice.lost'), detail };
		case 'out-of-memory':
			return { tone: 'trouble', text: memoryText(language, problem.fits), detail };
		case 'bad-config':
			return { tone: 'trouble', text: t('failure.badConfig'), detail };
		case 'no-data':
			return { tone: 'trouble', text: t('failure.noData'), detail };
		case 'crashed':
			return { tone: 'trouble', text: t('failure.crashed'), detail };
		case 'run-in-use':
			return { tone: 'trouble', text: t('failure.runInUse') };
		case 'run-moved-on':
			return { tone: 'trouble', text: t('failure.runMovedOn') };
		case 'bad-command':
			return { tone: 'trouble', text: t('failure.badCommand'), detail };
		case 'internal':
			return { tone: 'trouble', text: t('failure.internal'), detail };
		default:
			return null;
	}
}
