import { engineNames } from '$lib/i18n/engineNames';
import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';

type Trial = Playground['trials'][number];

type Named = Pick<Trial, 'engine' | 'adapter' | 'software'>;

/** The device's own name beside the engine's, which it need not say again: `CPU, 2 threads` of `CPU, WebAssembly, 2 threads`. */
export function adapterName({ engine, adapter }: Named): string {
	const words = (adapter ?? '').split(', ').filter((word) => word !== engineNames[engine]);
	return words.join(', ');
}

/** `SwiftShader · software`; empty where the device has not said its name. */
export function deviceName({ t }: Language, named: Named): string {
	return [adapterName(named), named.software ? t('device.software') : ''].filter(Boolean).join(' · ');
}

/** Whether it can be asked for. */
export function exists({ reason }: Trial): boolean {
	return reason !== 'missing' && reason !== 'no-adapter' && reason !== 'failed';
}

/** On what its figure was measured, or why there is none. */
export function trialNote({ t, integer }: Language, { pace, reason }: Trial): string {
	if (pace === null) return t(`engine.${reason}`);
	const { model, size, batch } = pace;
	return t('engine.measuredAt', { model, size: String(size), batch: integer(batch) });
}
