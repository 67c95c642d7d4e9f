/** Who takes part in `lab bench`: what races in a page too, and what only Node loads here. */
import { engineContestant, stockContestant, type Contestant, type Enter } from '$lib/engine/race/contestant';
import type { NodeEngine } from './engine';

export const peerNames = ['tfjs', 'jax-js', 'tfjs-cpu', 'jax-js-wasm'] as const;

export type Peer = (typeof peerNames)[number];

/** Engines that divide a step among threads of the processor. */
const threadedEngines: readonly NodeEngine[] = ['wasm'];

/** Every engine, where it takes threads once for each number of them, then every peer. */
export function contestantsOf(
	engines: readonly NodeEngine[],
	peers: readonly Peer[],
	threads: readonly number[]
): Contestant[] {
	return [
		...engines.flatMap((name) =>
			(threadedEngines.includes(name) ? threads : [null]).map((each) => engineContestant(name, each))
		),
		...peers.map(peerContestant)
	];
}

function peerContestant(name: Peer): Contestant {
	switch (name) {
		case 'tfjs':
		case 'tfjs-cpu':
			return stockContestant(name);
		case 'jax-js':
			return { ...jax, name, usesWebgpu: true, load: loadJax('webgpu') };
		case 'jax-js-wasm':
			return { ...jax, name, usesWebgpu: false, load: loadJax('wasm') };
	}
}

/** It opens a device itself. */
const jax = { threads: null, host: null };

const loadJax = (device: 'webgpu' | 'wasm') => async (): Promise<Enter> => {
	const { createJaxRacer } = await import('$lib/engine/peers/jax');
	return (course) => createJaxRacer(device, course);
};
