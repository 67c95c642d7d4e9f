/** Which of a part's many maps are shown. Pure. */
import type { Activation } from '$lib/engine/executor';

export interface FlowMap {
	/** From 0. */
	readonly channel: number;
	/** [side, side] */
	readonly values: Float32Array<ArrayBuffer>;
}

/**
 * So many maps of the first image, by their channel: spread evenly over the channels, and where one says the same everywhere,
 * the next that does not. Which ones they are does not depend on how they look.
 */
export function tellingMaps(
	{ side, channels, values }: Pick<Activation, 'side' | 'channels' | 'values'>,
	count: number
): FlowMap[] {
	const most = Math.min(count, channels);
	const maps: FlowMap[] = [];
	for (let at = 0; at < most; at++) {
		const from = Math.floor((at * channels) / most);
		const end = Math.floor(((at + 1) * channels) / most);
		let map = mapOf(values, { side, channels }, from);
		for (let next = from + 1; next < end && isFlat(map.values); next++) {
			map = mapOf(values, { side, channels }, next);
		}
		maps.push(map);
	}
	return maps;
}

function mapOf(
	values: Float32Array,
	{ side, channels }: { readonly side: number; readonly channels: number },
	channel: number
): FlowMap {
	const map = new Float32Array(side * side);
	for (let pixel = 0; pixel < map.length; pixel++) map[pixel] = values[pixel * channels + channel]!;
	return { channel, values: map };
}

const isFlat = (values: Float32Array) => values.every((value) => value === values[0]);
