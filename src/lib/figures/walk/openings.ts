/** How a walk can be opened. */
import { windowSide } from '$lib/labs/walk/patch';
import { photos } from '$lib/labs/walk/photos';
import { flag, oneOf, whole, type Field, type ValuesOf } from '$lib/state/addressed';
import type { walkNames } from './names';
import { largestSeed, type Walking } from './walking.svelte';

const [roof, ...others] = photos;
/** Steps and channels of the longest walk: MBConv with squeeze-and-excitation at ratio 4. */
const [mostSteps, mostChannels] = [14, 16];
/** Of a window on a photograph, pixels. */
const mostLeft = roof.side - windowSide;

export const walkFields = {
	block: oneOf(['mbconv', 'fused_mbconv']),
	expand: oneOf([2, 4]),
	stride: oneOf([1, 2]),
	squeeze: flag(true),
	photo: oneOf([roof.id, ...others.map(({ id }) => id)]),
	left: whole(0, mostLeft, 10),
	top: whole(0, mostLeft, 10),
	seed: whole(0, largestSeed, 1),
	/** From 1. */
	step: whole(1, mostSteps, 1),
	channel: whole(0, mostChannels - 1, 0),
	y: whole(0, windowSide - 1, windowSide / 2 - 1),
	x: whole(0, windowSide - 1, windowSide / 2 - 1)
} satisfies Record<(typeof walkNames)[number], Field<unknown>>;
type WalkValues = ValuesOf<typeof walkFields>;

export function walkValues(walking: Walking): WalkValues {
	const { block, settings, photo, corner, seed, step, chosen } = walking;
	const { expandRatio, stride, squeeze } = settings;
	const expand = expandRatio === 4 ? 4 : 2;
	return { block, expand, stride, squeeze, photo: photo.id, ...corner, seed, step: step + 1, ...chosen };
}

/** Goes there; a step that this block does not have is its last. */
export function walkTo(walking: Walking, to: WalkValues): void {
	walking.block = to.block;
	walking.set('expandRatio', to.expand);
	walking.set('stride', to.stride);
	walking.set('squeeze', to.squeeze);
	walking.photo = photos.find(({ id }) => id === to.photo) ?? walking.photo;
	walking.corner = { left: to.left, top: to.top };
	walking.trySeed(to.seed);
	walking.step = to.step - 1;
	walking.choose({ channel: to.channel, y: to.y, x: to.x });
}
