import { comparable, differing, earlyAndLate, partingOf, uncertainty, type ConditionName } from './view';
import { placeName } from '$lib/i18n/adapterName';
import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import type { SearchRecord } from '$lib/labs/search/document';
import { betterHalf, blockCounts, type Ranked } from '$lib/labs/search/front';
import { genesText } from '$lib/labs/search/genes';
import type { SearchLab } from '$lib/state/search/search.svelte';

/** Fewer have no better half that tells anything. */
const enough = 4;

/** Where the search is, in one line beside its button. */
export function whereItIs(language: Language, lab: SearchLab): string {
	const { t } = language;
	switch (lab.state) {
		case 'idle':
			if (lab.device !== null) return t('search.readyFor', { device: placeName(language, lab.device) });
			return lab.problem === null ? t('search.looking') : '';
		case 'running':
			return nowDoing(language, lab);
		case 'finished':
			return t(`search.end.${lab.end ?? 'candidates'}`);
		case 'pausing':
		case 'paused':
		case 'stopped':
		case 'failed':
			return t(`search.state.${lab.state}`);
	}
}

function nowDoing({ t, integer, percent }: Language, { making, training, record, form }: SearchLab): string {
	if (making !== null) return t('search.making', { done: percent(making.done / making.total, 0) });
	if (training === null) return t('search.opening');
	const { number, genes, step, steps } = training;
	return t('search.now', {
		number: integer(number + 1),
		of: integer(record?.settings.candidates ?? form.candidates),
		network: genesText(genes),
		step: integer(step),
		steps: integer(steps)
	});
}

/** The best candidate, the blocks of the better half, and how sure that is: sentences with marked terms. */
export function resultOf(language: Language, lab: SearchLab): string[] {
	const { t, integer, percent, fixed } = language;
	const { record, ranked, previous, previousRanked } = lab;
	const [backbone] = ranked;
	const [best] = betterHalf(ranked);
	if (record === null || best === undefined || backbone === undefined) return [];
	const accuracy = best.result.accuracy ?? 0;
	const sentences = [
		t('search.best', {
			count: integer(ranked.length),
			number: integer(best.result.number),
			network: genesText(best.result.genes),
			accuracy: percent(accuracy),
			time: percent((best.result.step?.median ?? 0) / (backbone.result.step?.median ?? 1), 0),
			parameters: percent(best.result.parameters / backbone.result.parameters, 0),
			backbone: percent(backbone.result.accuracy ?? 0)
		})
	];
	if (ranked.length < enough) sentences.push(t('search.tooFew'));
	else {
		const { early, late } = halves(ranked);
		const order = early > late ? 'search.depth.yes' : 'search.depth.no';
		sentences.push(t(order, { early: percent(early, 0), late: percent(late, 0) }));
	}
	const { heldOut } = record.data;
	const points = fixed(100 * uncertainty(accuracy, heldOut), 1);
	sentences.push(t('search.noise', { points, held: integer(heldOut) }));
	if (previous !== null) sentences.push(...compared(language, record, previous, previousRanked));
	return sentences;
}

const halves = (ranked: readonly Ranked[]) =>
	earlyAndLate(blockCounts(betterHalf(ranked).map(({ result }) => result)));

function compared(
	language: Language,
	record: SearchRecord,
	previous: SearchRecord,
	ranked: readonly Ranked[]
): string[] {
	const { t, plain, percent, threeDigits } = language;
	const [best] = betterHalf(ranked);
	if (best === undefined) return [];
	const { early, late } = halves(ranked);
	const { w, v } = previous.settings;
	const sentence = t('search.compared', {
		...{ w: plain(w), v: plain(v), network: genesText(best.result.genes) },
		accuracy: percent(best.result.accuracy ?? 0),
		time: `${threeDigits(best.result.step?.median ?? 0)} ms`,
		...{ early: percent(early, 0), late: percent(late, 0) }
	});
	const sentences = [sentence, ...path(language, record, previous)];
	return comparable(record, previous) ? sentences : [...sentences, t('search.otherConditions')];
}

/** In what two searches differ, and whether they tried other networks or only ranked the same ones anew. */
function path(language: Language, record: SearchRecord, previous: SearchRecord): string[] {
	const { t, integer } = language;
	const differences = differing(record, previous);
	const list = differences
		.map((name) => {
			const [now, before] = [record, previous].map((each) => conditionText(language, each, name));
			return t('search.differ.item', { what: t(`search.differ.${name}`), now: now!, before: before! });
		})
		.join(t('value.next'));
	const said = [list === '' ? t('search.differ.none') : t('search.differ', { list })];
	const parting = partingOf(record, previous);
	const shared = Math.min(record.results.length, previous.results.length);
	if (parting === null) said.push(t('search.sameNetworks', { count: integer(shared) }));
	else if (parting > 1) said.push(t('search.parted', { count: integer(parting) }));
	return said;
}

function conditionText(language: Language, record: SearchRecord, name: ConditionName): string {
	const { integer, plain, t } = language;
	const { settings, data } = record;
	switch (name) {
		case 'device':
			return placeName(language, record);
		case 'images':
			return integer(data.images);
		case 'algorithm':
			return t(`search.algorithm.${settings.algorithm}`);
		case 'backbone':
			return settings.backbone;
		default:
			return plain(settings[name]);
	}
}

/** Where, with what and when a search was measured. */
export function measuredOn(language: Language, record: SearchRecord): string {
	const { t, integer, plain, moment } = language;
	const { settings, data, browser, startedAt } = record;
	return t('search.measuredOn', {
		device: placeName(language, record),
		browser: t(browser === navigator.userAgent ? 'search.here' : 'search.elsewhere'),
		backbone: settings.backbone,
		size: integer(settings.size),
		batch: integer(settings.batch),
		steps: integer(settings.steps),
		seed: plain(settings.seed),
		...{ w: plain(settings.w), v: plain(settings.v) },
		...{ held: integer(data.heldOut), images: integer(data.images) },
		date: moment(Date.parse(startedAt))
	});
}

/** What a screen reader hears: the state and, at the end, the result; never each step. */
export function announcement(language: Language, lab: SearchLab): string {
	if (lab.state === 'idle' || lab.state === 'running') return '';
	const result = lab.busy ? [] : resultOf(language, lab).slice(0, 1).map(spoken);
	return [whereItIs(language, lab), ...result].join(' ');
}

/** Without the tags that mark terms. */
const spoken = (text: string) =>
	segments(text)
		.map((part) => part.text)
		.join('');
