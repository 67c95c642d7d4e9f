/** How the families of networks are told apart: by shape, V2 in ink; colours mean other things on this site. */
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

/** Outlines of like weight around 0, 0, px. */
const shapes = {
	circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
	square: 'M-4.2 -4.2h8.4v8.4h-8.4z',
	triangle: 'M0 -6L5.5 4H-5.5z',
	diamond: 'M0 -6.5L4 0L0 6.5L-4 0z',
	plus: 'M-6 0H6M0 -6V6',
	times: 'M-4.5 -4.5L4.5 4.5M-4.5 4.5L4.5 -4.5',
	star: 'M0 -5.5V5.5M-4.8 -2.7L4.8 2.7M-4.8 2.7L4.8 -2.7'
} as const;

const letters: Readonly<Record<keyof typeof shapes, string>> = {
	circle: '○',
	square: '□',
	triangle: '△',
	diamond: '◇',
	plus: '✛',
	times: '×',
	star: '∗'
};

function style(shape: keyof typeof shapes, own: boolean, line = true): FamilyStyle {
	return { path: shapes[shape], letter: letters[shape], own, line };
}

const styles: Readonly<Record<string, FamilyStyle>> = {
	EfficientNetV2: style('circle', true),
	'EfficientNetV2 (21k)': style('square', true),
	[smallFamily]: style('triangle', true),
	EfficientNet: style('diamond', false),
	NFNet: style('plus', false),
	RegNetY: style('circle', false),
	ResNeSt: style('square', false),
	TResNet: style('triangle', false),
	transformers: style('times', false, false),
	others: style('star', false, false)
};

const unknown = style('star', false, false);

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
