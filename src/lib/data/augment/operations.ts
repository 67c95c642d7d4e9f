/** RandAugment's operations by name, on uint8 levels and with whole numbers throughout. */
import { cutout } from './cutout';
import { rotate, shearX, shearY, translateX, translateY } from './geometric';
import { autoContrast, contrast, equalize } from './histogram';
import type { Levels } from './levels';
import { brightness, color, invert, posterize, solarize, solarizeAdd } from './pixelwise';
import { sharpness } from './sharpness';
import type { DrawnOperation, Interpolation, OperationName } from './table';

type Operation = (image: Levels, drawn: DrawnOperation, how: Interpolation) => void;

const operations: Readonly<Record<OperationName, Operation>> = {
	autoContrast: ({ pixels }) => autoContrast(pixels),
	equalize: ({ pixels }) => equalize(pixels),
	invert: ({ pixels }) => invert(pixels),
	rotate,
	posterize: ({ pixels }, { a }) => posterize(pixels, a),
	solarize: ({ pixels }, { a }) => solarize(pixels, a),
	color: ({ pixels }, { a }) => color(pixels, a),
	contrast: ({ pixels }, { a }) => contrast(pixels, a),
	brightness: ({ pixels }, { a }) => brightness(pixels, a),
	sharpness: (image, { a }) => sharpness(image, a),
	shearX,
	shearY,
	translateX,
	translateY,
	cutout,
	solarizeAdd: ({ pixels }, { a }) => solarizeAdd(pixels, a)
};

/** Does one operation to an image, in place. */
export function operate(image: Levels, drawn: DrawnOperation, how: Interpolation): void {
	operations[drawn.name](image, drawn, how);
}
