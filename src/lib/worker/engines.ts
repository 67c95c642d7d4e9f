import { browserCandidates } from '$lib/engine/candidates';
import { chooseEngine, openNamed, type Choice } from '$lib/engine/choose';
import type { Task } from '$lib/engine/pace';
import type { EngineChoice } from './protocol';

/**
 * The engine that was chosen, by measuring or by name, and what is known of the others. `engine` is null where it is not
 * to be had.
 */
export type FindEngine = (choice: EngineChoice, task: Task) => Promise<Choice>;

export const findEngine: FindEngine = (choice, task) => {
	const candidates = browserCandidates();
	return choice === 'auto' ? chooseEngine(candidates, task) : openNamed(candidates, choice, task);
};
