import { engineNames } from './engineNames';
import type { Language } from './language';

interface Named {
	/** One of `engineNames`, or another that a file tells. */
	readonly engine: string;
	readonly adapter: string | null;
}

const names: Readonly<Partial<Record<string, string>>> = engineNames;
const choices = ['webgpu', 'wasm', 'tfjs-webgl', 'tfjs-cpu'] as const;

/** The device's own name beside the engine's, which it need not say again: `CPU, 2 threads` of `CPU, WebAssembly, 2 threads`. */
export function adapterName({ t }: Language, { engine, adapter }: Named): string {
	return (adapter ?? '')
		.split(', ')
		.filter((word) => word !== names[engine])
		.map((word) => {
			const threads = /^(\d+) threads$/.exec(word)?.[1];
			return threads === undefined ? word : t('device.threads', { threads });
		})
		.join(t('value.next'));
}

/** The engine and its device: `WebAssembly, CPU, 2 threads`. */
export function placeName(language: Language, place: Named & { readonly software: boolean }): string {
	const { t } = language;
	// The engine of the reference runs on the same device as our own.
	const choice = choices.find((name) => name === place.engine.replace('tfjs-webgpu', 'webgpu'));
	const engine = choice === undefined ? place.engine : t(`engine.choice.${choice}`);
	const where = [engine, adapterName(language, place)].filter(Boolean).join(t('value.next'));
	return place.software ? `${where} · ${t('device.software')}` : where;
}
