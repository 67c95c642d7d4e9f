import { EngineError, type Executor } from '$lib/engine/executor';
import type { RunConfig } from '$lib/recipe/config';
import { breathe } from './breath';

/** Memory of the training step at an image side. */
export interface Weighed {
	/** Pixels. */
	readonly size: number;
	readonly bytes: number;
}

/**
 * What training steps would hold, by the executor's own plans; nothing where it keeps no such books, or where not even the
 * network's weights fit into its device.
 */
export async function weigh(
	open: () => Promise<Executor | null>,
	{ batch }: RunConfig,
	sizes: readonly number[]
): Promise<Weighed[]> {
	const executor = await opened(open);
	try {
		const weighed: Weighed[] = [];
		if (executor?.trainingBytes === undefined) return weighed;
		for (const size of sizes) {
			weighed.push({ size, bytes: executor.trainingBytes({ imageSize: size, batch }) });
			await breathe();
		}
		return weighed;
	} finally {
		executor?.dispose();
	}
}

async function opened(open: () => Promise<Executor | null>): Promise<Executor | null> {
	try {
		return await open();
	} catch (error) {
		if (error instanceof EngineError && error.kind === 'out-of-memory') return null;
		throw error;
	}
}
