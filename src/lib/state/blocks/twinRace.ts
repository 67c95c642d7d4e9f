import { fusedNetworks } from '$lib/model/fusedStages';

/** Of all three: image side, pixels, and epochs. */
const LENGTH = '32,8';
/** Images: with three seeds some ten minutes on two cores. */
const TRAIN = 2000;

/**
 * Fragment, without `#`, of a link to a race of schedules (`state/schedules/link.ts` reads it) in which v2-nano and its twins
 * train with equal settings and seeds at a fixed size, so that accuracy can be held against training time.
 */
export const twinRaceLink = [
	'race=1',
	'model=v2-nano',
	`train=${TRAIN}`,
	...fusedNetworks('nano').map(({ variant }) => `entrant=fixed,${LENGTH},${variant.name}`)
].join('&');
