/** How the families of networks are told apart: by shape, V2 in ink; colours mean other things on this site. */
import {
	symbol,
	symbolAsterisk,
	symbolCircle,
	symbolDiamond,
	symbolPlus,
	symbolSquare,
	symbolTimes,
	symbolTriangle,
	symbolWye,
	type SymbolType
} from 'd3';
import { smallFamily, type TradePoint } from './points';

export interface FamilyStyle {
	/** Outline around 0, 0, px. */
	readonly path: string;
	/** A letter that looks like it, for keys in text. */
	readonly letter: string;
	/** EfficientNetV2 itself. */
	readonly own: boolean;
	/** Its networks are sizes of one design: joined by a line, and named by size. */
	readonly line: boolean;
}

function style(type: SymbolType, letter: string, own: boolean, line = true): FamilyStyle {
	return { path: symbol(type, own ? 84 : 64).digits(2)() ?? '', letter, own, line };
}

const styles: Readonly<Record<string, FamilyStyle>> = {
	EfficientNetV2: style(symbolCircle, '○', true),
	'EfficientNetV2 (21k)': style(symbolSquare, '□', true),
	[smallFamily]: style(symbolTriangle, '△', true),
	EfficientNet: style(symbolDiamond, '◇', false),
	NFNet: style(symbolPlus, '✛', false),
	RegNetY: style(symbolCircle, '○', false),
	ResNeSt: style(symbolSquare, '□', false),
	TResNet: style(symbolTriangle, '△', false),
	transformers: style(symbolTimes, '×', false, false),
	others: style(symbolAsterisk, '∗', false, false)
};

const unknown = style(symbolWye, '·', false, false);

/** Families in the order of their key. */
export const familyNames = Object.keys(styles);

export const styleOf = (family: string): FamilyStyle => styles[family] ?? unknown;

/** The networks of each family that is a ladder of sizes, in the order of x. */
export function familyLines(points: readonly TradePoint[]): { family: string; points: TradePoint[] }[] {
	return familyNames
		.filter((family) => styleOf(family).line)
		.map((family) => ({ family, points: points.filter((point) => point.family === family) }))
		.filter((line) => line.points.length > 1);
}

/** The size in a network's name: `S` of `EfficientNetV2-S (21k)`, `B7`, `F0`. */
export const sizeName = (model: string): string => /-([A-Z]+\d*)(?: |$)/.exec(model)?.[1] ?? '';
