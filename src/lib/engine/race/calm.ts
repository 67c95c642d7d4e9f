/** What may come between a race and its clock, as when the page is hidden and the browser slows it down. */
export interface Calm {
	/** Resolves when nothing comes between. */
	wait(): Promise<void>;
	/** How often something has come between so far: of that too which the work has kept its host from hearing. */
	disturbances(): Promise<number>;
}

/** Where nothing comes between. */
export const always: Calm = { wait: async () => undefined, disturbances: async () => 0 };

/** Does the work while nothing comes between; again where something did. */
export async function inCalm<Result>(calm: Calm, work: () => Promise<Result>): Promise<Result> {
	for (;;) {
		// The count first: asking for it lets messages in, and the page may be hidden by one of them.
		const disturbances = await calm.disturbances();
		await calm.wait();
		const result = await work();
		if ((await calm.disturbances()) === disturbances) return result;
	}
}
