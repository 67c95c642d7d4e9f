/** Who races, unless the reader chooses. */
import type { ContestantName, Entrant, RaceDevice, RaceSettings } from '$lib/worker/benchProtocol';

/** Races that end while a reader watches. */
export const usualSettings = {
	gpu: { model: 'v2-nano', imageSize: 32, batch: 32, repeats: 5 },
	processor: { model: 'v2-pico', imageSize: 16, batch: 8, repeats: 3 }
} satisfies Record<string, RaceSettings>;

/** What a contestant would compute on, or null where it cannot take part. */
function deviceOf(entrants: readonly Entrant[] | null, name: ContestantName): RaceDevice | null {
	const found = entrants?.find(({ contestant }) => contestant === name)?.found;
	return found?.here ? found.device : null;
}

export const isHere = (entrants: readonly Entrant[] | null, name: ContestantName) =>
	deviceOf(entrants, name) !== null;

/**
 * Our engine on the fastest device, against stock TensorFlow.js on the same kind of device: a real graphics card under
 * WebGPU, else the processor. Where WebGPU gives none, TensorFlow.js's own best is a real graphics card under WebGL.
 */
export function defaultsFor(entrants: readonly Entrant[]): {
	readonly contestants: readonly ContestantName[];
	readonly settings: RaceSettings;
} {
	const real = (name: ContestantName) => deviceOf(entrants, name)?.software === false;
	if (real('webgpu')) return { contestants: ['webgpu', 'tfjs'], settings: usualSettings.gpu };
	const here = (...names: ContestantName[]) => names.filter((name) => isHere(entrants, name));
	const settings = usualSettings.processor;
	if (!isHere(entrants, 'wasm') && isHere(entrants, 'webgpu')) {
		return { contestants: ['webgpu', 'tfjs'], settings };
	}
	return { contestants: here('wasm', real('tfjs-webgl') ? 'tfjs-webgl' : 'tfjs-cpu'), settings };
}
