import type { Language } from '$lib/i18n/language';
import { segments } from '$lib/i18n/rich';
import { bottleneckParts } from '$lib/labs/bottlenecks/settings';
import type { BottlenecksLab } from '$lib/state/bottlenecks/lab.svelte';
import { depthwiseVerdict, scalingVerdict, sizeVerdict } from './verdicts';
import { whereItIs } from './words';

/** What a screen reader hears: what begins, and the result of the part that was measured last; never each turn. */
export function announcement(language: Language, { busy, results }: BottlenecksLab): string {
	if (busy !== null) {
		const result = results[busy];
		return result.preparing === null ? '' : whereItIs(language, result);
	}
	const begun = bottleneckParts.filter((part) => results[part].conditions !== null);
	const startOf = (part: (typeof begun)[number]) => results[part].conditions?.startedAt ?? 0;
	const last = begun.sort((a, b) => startOf(b) - startOf(a))[0];
	if (last === undefined) return '';
	const verdicts = {
		size: () => sizeVerdict(language, results.size),
		depthwise: () => depthwiseVerdict(language, results.depthwise, 'forward'),
		scaling: () => scalingVerdict(language, results.scaling)
	};
	return [whereItIs(language, results[last]), ...verdicts[last]().map(plain)].join(' ');
}

/** A message without the marks of its terms. */
function plain(message: string): string {
	return segments(message)
		.map(({ text }) => text)
		.join('');
}
