/** What may come between a race and its clock, as when the page is hidden and the browser slows it down. */
export interface Calm {
	/** Resolves when nothing comes between. */
	wait(): Promise<void>;
	/** How often something has come between so far. */
	disturbances(): number;
}

/** Where nothing comes between. */
export const always: Calm = { wait: async () => undefined, disturbances: () => 0 };

/** Does the work while nothing comes between; again where something did. */
export async function inCalm<Result>(calm: Calm, work: () => Promise<Result>): Promise<Result> {
	for (;;) {
		await calm.wait();
		const disturbances = calm.disturbances();
		const result = await work();
		if (calm.disturbances() === disturbances) return result;
	}
}
