import { flowNetworks } from '$lib/labs/flow/networks';
import { photos } from '$lib/labs/walk/photos';
import { oneOf } from '$lib/state/addressed';

const [first, ...others] = photos;

/** Networks and photographs; an image of the reader's own is in no address. */
export const flowFields = {
	network: oneOf(flowNetworks),
	photo: oneOf([first.id, ...others.map(({ id }) => id)])
};
