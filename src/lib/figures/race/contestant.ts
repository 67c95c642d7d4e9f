import type { Language } from '$lib/i18n/language';
import type { ContestantName, Entrant, RaceDevice } from '$lib/worker/benchProtocol';

/** Engine and way to the device, e.g. `stock TensorFlow.js, WebGL`. */
export const contestantText = ({ t }: Language, name: ContestantName): string => t(`bench.${name}`);

/** How browsers name what is behind WebGL: maker, device, driver. */
const angle = /^ANGLE \([^,]+, (.+), [^,]+\)$/;

/** What it computes on: a processor by its threads, anything else as the driver calls it, a program named as one. */
export function deviceText({ t, integer }: Language, name: ContestantName, device: RaceDevice): string {
	const { adapter, software, threads } = device;
	if (name === 'wasm' || name === 'tfjs-cpu') {
		const count = threads ?? 1;
		return count === 1 ? t('bench.processor') : t('bench.threads', { threads: integer(count) });
	}
	const card = angle.exec(adapter)?.[1] ?? adapter;
	return software ? `${card} · ${t('device.software')}` : card;
}

/** Why a contestant cannot take part in this browser. */
function absenceText(
	{ t }: Language,
	name: ContestantName,
	reason: Extract<Entrant['found'], { here: false }>['reason']
): string {
	switch (name) {
		case 'wasm':
			return t('bench.absent.simd');
		case 'tfjs-webgl':
			return t(`bench.absent.webgl.${reason}`);
		default:
			return t(`bench.absent.webgpu.${reason}`);
	}
}

/**
 * Engines or contestants to choose from, each with what is known of it here, see DeviceChoice.svelte.
 * @param found What was found of one; undefined until that is known.
 */
export const deviceOptions = <Name extends ContestantName>(
	language: Language,
	names: readonly Name[],
	nameOf: (name: Name) => string,
	found: (name: Name) => Entrant['found'] | undefined
) =>
	names.map((value) => {
		const name = nameOf(value);
		const known = found(value);
		if (known === undefined) return { value, name, here: false, note: '' };
		const note = known.here
			? deviceText(language, value, known.device)
			: absenceText(language, value, known.reason);
		return { value, name, here: known.here, note };
	});
