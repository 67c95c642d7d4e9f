/** Where choices of tiles outlive a session: the worker keeps them in IndexedDB, `lab` in a file. */

/** Name of the chosen tile by kernel, for one adapter and driver. */
export type Choices = Readonly<Record<string, string>>;

/** A cache: what cannot be read is empty, what cannot be written is lost, and neither throws. */
export interface TuningStore {
	read(adapter: string): Promise<Choices>;
	write(adapter: string, choices: Choices): Promise<void>;
}

/** To be raised when kernels change so that old choices say nothing of new ones. */
const VERSION = 1;

/** Names adapter and driver as far as they can be told; browsers keep the driver to themselves, so their version stands for it. */
export function adapterKey({ vendor, architecture, device, description }: GPUAdapterInfo): string {
	const { navigator: host } = globalThis as { navigator?: { userAgent?: string } };
	return [VERSION, vendor, architecture, device, description, host?.userAgent ?? ''].join(' | ');
}

/** What a stored value holds, or nothing if it is of another shape. */
export function choicesOf(value: unknown): Choices {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(
		Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
	);
}
