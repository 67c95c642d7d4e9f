import type { StageConfig } from '$lib/recipe/config';
import type { Draft } from '$lib/state/draft.svelte';
import { withStage, type EditMode } from './edit';

/** Takes what was typed for one stage, as dragging does; a value that does not fit is refused under its field. */
export function enterValue(
	draft: Draft,
	mode: EditMode,
	stage: number,
	name: keyof StageConfig,
	value: number
): void {
	const before = draft.config.stages;
	if (draft.set(`stages.${stage}.${name}`, value)) {
		draft.set('stages', withStage(before, stage, { [name]: value }, mode));
	}
}
