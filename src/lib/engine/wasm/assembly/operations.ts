/** Codes of RandAugment's operations: places in `operationNames`. */
export const AUTO_CONTRAST = 0;
export const EQUALIZE = 1;
export const INVERT = 2;
export const ROTATE = 3;
export const POSTERIZE = 4;
export const SOLARIZE = 5;
export const COLOR = 6;
export const CONTRAST = 7;
export const SHARPNESS = 9;
export const SHEAR_X = 10;
export const SHEAR_Y = 11;
export const TRANSLATE_X = 12;
export const TRANSLATE_Y = 13;
export const CUTOUT = 14;
export const SOLARIZE_ADD = 15;
