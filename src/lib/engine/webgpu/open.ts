import type { Gpu } from '../gpu';
import type { Engine } from '../engine';
import { Context } from './context';
import { WebgpuExecutor } from './executor';

export { browserStore } from './tuning/browserStore';

/** The compiled engine on a device that the caller has opened and stays the owner of. */
export async function openCompiled(gpu: Gpu): Promise<Engine> {
	const context = await Context.open(gpu);
	return {
		device: context.report,
		createExecutor: async (options) => new WebgpuExecutor(context, options),
		close() {
			context.close();
		}
	};
}
