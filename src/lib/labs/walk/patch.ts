import { emptyMaps, type Maps } from './maps';
import type { Photo } from './photos';

/** Side of the window that goes through the block, pixels. */
export const windowSide = 12;

/** Where the window lies on its photograph: pixels left of it and above it. */
export interface Corner {
	readonly left: number;
	readonly top: number;
}

/** The nearest corner at which the whole window lies on a photograph. */
export function withinPhoto({ side }: Pick<Photo, 'side'>, { left, top }: Corner): Corner {
	const most = side - windowSide;
	const limit = (value: number) => Math.max(0, Math.min(most, Math.round(value)));
	return { left: limit(left), top: limit(top) };
}

/** A level as the networks here see it: 0…255 becomes -1…1. */
export const normalised = (level: number): number => level / 128 - 1;

/** Levels 0…255 of the window, [3, windowSide, windowSide]. */
export function windowLevels({ side, rgb }: Photo, corner: Corner): Maps {
	const { left, top } = withinPhoto({ side }, corner);
	const levels = emptyMaps(3, windowSide);
	for (let channel = 0, to = 0; channel < 3; channel++) {
		for (let y = 0; y < windowSide; y++) {
			for (let x = 0; x < windowSide; x++, to++) {
				levels.values[to] = rgb[3 * ((top + y) * side + left + x) + channel]!;
			}
		}
	}
	return levels;
}
