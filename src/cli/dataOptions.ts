import type { Option } from 'commander';
import { defaultSide, sideRange } from '$lib/data/folders/image';
import { numberOption } from './options';
import type { DataKnobs } from './source';

/** Options of the data beside their source and the number of images. */
export interface KnobOptions {
	readonly side?: number;
	readonly noise?: number;
	readonly labelNoise?: number;
}

const share = { min: 0, max: 1 };

export const dataKnobOptions = (): Option[] => [
	numberOption('--side <px>', `of images in class folders, resized once (default: ${defaultSide})`, {
		...sideRange,
		whole: true,
		unit: 'pixels'
	}),
	numberOption('--noise <share>', 'of each procedural pixel that is noise (default: 0)', share),
	numberOption('--label-noise <share>', 'of procedural training labels that are wrong (default: 0)', share)
];

/** Those that were given. */
export function knobsFrom({ side, noise, labelNoise }: KnobOptions): DataKnobs {
	return {
		...(side === undefined ? {} : { side }),
		...(noise === undefined ? {} : { noise }),
		...(labelNoise === undefined ? {} : { labelNoise })
	};
}
