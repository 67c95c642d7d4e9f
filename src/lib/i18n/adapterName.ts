import { engineNames } from './engineNames';
import type { Language } from './language';

interface Named {
	readonly engine: keyof typeof engineNames;
	readonly adapter: string | null;
}

/** The device's own name beside the engine's, which it need not say again: `CPU, 2 threads` of `CPU, WebAssembly, 2 threads`. */
export function adapterName({ t }: Language, { engine, adapter }: Named): string {
	return (adapter ?? '')
		.split(', ')
		.filter((word) => word !== engineNames[engine])
		.map((word) => {
			const threads = /^(\d+) threads$/.exec(word)?.[1];
			return threads === undefined ? word : t('device.threads', { threads });
		})
		.join(t('value.next'));
}
