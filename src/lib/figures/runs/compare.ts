/** What is drawn and told of runs that are compared. Pure. */
import { bisectRight } from 'd3';
import type { XY } from '$lib/charts/thin';
import { currentConfig } from '$lib/recipe/amend';
import { distinctions } from '$lib/runs/diff';
import { stepCount, trainingTime } from '$lib/runs/metrics';
import type { StoredRun } from '$lib/runs/run';
import { testsOf } from '$lib/state/outcome';

export const compareAxes = ['steps', 'time'] as const;
export type CompareAxis = (typeof compareAxes)[number];

export interface ComparedRun {
	readonly id: string;
	readonly name: string;
	/** Test accuracy over the axis, by time. */
	readonly line: readonly XY[];
	readonly accuracy: number | null;
	readonly steps: number;
	/** Milliseconds. */
	readonly trainMs: number;
	/** The fields in which it is not as the first. */
	readonly distinctions: readonly { readonly field: string; readonly value: unknown }[];
}

/** @param nameOf what a run is called where it is shown */
export function compared(
	runs: readonly StoredRun[],
	axis: CompareAxis,
	nameOf: (run: StoredRun) => string
): ComparedRun[] {
	const differing = distinctions(runs.map(currentConfig));
	return runs.map((run, index) => {
		const line = testsOf(run).map(({ step, trainMs, correct, images }) => {
			return { x: axis === 'steps' ? step : trainMs, y: correct / images };
		});
		return {
			id: run.id,
			name: nameOf(run),
			line,
			accuracy: line.at(-1)?.y ?? null,
			steps: stepCount(run.metrics),
			trainMs: trainingTime(run.metrics),
			distinctions: differing[index] ?? []
		};
	});
}

/** Where readings can be taken: wherever some run was tested. */
export function positionsOf(runs: readonly ComparedRun[]): number[] {
	const all = new Set(runs.flatMap(({ line }) => line.map(({ x }) => x)));
	return [...all].sort((a, b) => a - b);
}

/** A run's last test by then; null before its first. */
export function valueAt({ line }: ComparedRun, x: number): number | null {
	return (
		line[
			bisectRight(
				line.map((point) => point.x),
				x
			) - 1
		]?.y ?? null
	);
}
