import { adapterName } from '$lib/i18n/adapterName';
import type { Language } from '$lib/i18n/language';
import type { Playground } from '$lib/state/playground.svelte';

type Trial = Playground['trials'][number];

type Named = Pick<Trial, 'engine' | 'adapter' | 'software'>;

/** `SwiftShader · software`; empty where the device has not said its name. */
export function deviceName(language: Language, named: Named): string {
	return [adapterName(language, named), named.software ? language.t('device.software') : '']
		.filter(Boolean)
		.join(' · ');
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
