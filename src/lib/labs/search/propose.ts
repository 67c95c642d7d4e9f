/** Which candidate comes next: a pure function of settings and of what was measured before. */
import type { Variant } from '$lib/model/variant';
import { Dice, neighbours, sampleGenes } from './draw';
import { genesText, type Genes } from './genes';
import { bestOf, referenceOf } from './rank';
import type { Proposal, Result } from './result';
import type { SearchSettings } from './settings';
import { genesOf, searchSpace, spaceSize } from './space';

/** Draws of a candidate before every network of the space that can be met is taken to be known. */
const ATTEMPTS = 1000;

/**
 * The next candidate, or null where none is new. The first is the backbone itself, with which the others are compared; no
 * network is proposed twice, since each costs seconds. So the same seed gives the same candidates at random, and by
 * evolution the same ones where the same was measured.
 */
export function propose(
	backbone: Variant,
	settings: SearchSettings,
	results: readonly Result[]
): Proposal | null {
	const number = results.length;
	if (number === 0) return { number, genes: genesOf(backbone), origin: 'backbone', parent: null };
	const space = searchSpace(backbone);
	const known = new Set(results.map(({ genes }) => genesText(genes)));
	if (known.size >= spaceSize(space)) return null;
	const isNew = (genes: Genes) => !known.has(genesText(genes));
	if (settings.algorithm === 'evolution' && number >= settings.population) {
		for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
			const parent = parentOf(settings, results, attempt);
			const dice = new Dice(settings.seed, 'mutation', number, attempt);
			const genes = dice.pick(neighbours(space, parent.genes));
			if (isNew(genes)) return { number, genes, origin: 'mutation', parent: parent.number };
		}
	}
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const genes = sampleGenes(space, new Dice(settings.seed, 'sample', number, attempt));
		if (isNew(genes)) return { number, genes, origin: 'random', parent: null };
	}
	return null;
}

/** The candidates that live: the youngest. */
export function livingOf(results: readonly Result[], { population }: SearchSettings): readonly Result[] {
	return results.slice(-population);
}

/** The best of some living candidates that are drawn, with replacement as in Real et al. 2019. */
function parentOf(settings: SearchSettings, results: readonly Result[], attempt: number): Result {
	const living = livingOf(results, settings);
	const dice = new Dice(settings.seed, 'tournament', results.length, attempt);
	const drawn = Array.from({ length: settings.tournament }, () => dice.pick(living));
	return bestOf(drawn, referenceOf(results), settings) ?? drawn[0]!;
}
