/** What was measured of the bottlenecks as files that the reader takes away: as `lab bottlenecks --json` prints it. */
import { bottlenecksDocument, partTables, type BottlenecksDocument } from '$lib/labs/bottlenecks/document';
import { bottleneckParts, type BottleneckPart } from '$lib/labs/bottlenecks/settings';
import type { AnyResult, PartResults } from './results';

/** One part's document, or that of all parts; null where nothing of it was measured. */
export function measuredDocument(
	results: PartResults,
	parts: readonly BottleneckPart[] = bottleneckParts
): BottlenecksDocument | null {
	const measured = parts.filter((part) => results[part].told !== null);
	const [first] = measured;
	if (first === undefined) return null;
	const browser = results[first].conditions?.browser ?? '';
	return bottlenecksDocument(
		browser,
		Object.fromEntries(measured.map((part) => [part, partOf(part, results[part])]))
	);
}

/** A part's tables as CSV, by name; none where nothing of it was measured. */
export function measuredTables(results: PartResults, part: BottleneckPart): Readonly<Record<string, string>> {
	const document = measuredDocument(results, [part]);
	return document === null ? {} : partTables(part, document);
}

function partOf(part: BottleneckPart, { conditions, device, told, interruptions }: AnyResult): object {
	if (conditions === null || told === null) return {};
	const { settings, engine, startedAt } = conditions;
	const { model, against, sizes, size, memory, batch, repeats } = settings;
	const own = { size: { sizes, memory }, depthwise: { size }, scaling: { size, against } };
	const { done } = told;
	const rows = Object.entries(told).filter(([name]) => name !== 'type' && name !== 'done');
	return {
		startedAt: new Date(startedAt).toISOString(),
		complete: done === repeats,
		device: {
			engine,
			adapter: device?.adapter ?? '',
			software: device?.software ?? false,
			threads: device?.threads ?? null
		},
		model,
		batch,
		repeats,
		turns: done,
		interruptions,
		...own[part],
		...Object.fromEntries(rows)
	};
}
