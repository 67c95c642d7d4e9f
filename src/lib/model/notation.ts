/**
 * A network of one's own written as a name, so that it can stand wherever a variant's name does: in a link, a run
 * document, a checkpoint, on a command line. The words are timm's block strings (`er` Fused-MBConv, `ir` MBConv; layers
 * `r`, kernel `k`, stride `s`, expansion `e`, channels `c`, squeeze-and-excitation `se`), joined by hyphens:
 *
 *     stem_s1_c16-er_r1_k3_s1_e1_c16-ir_r2_k3_s2_e4_c32_se0.25-head_c128
 *
 * As in the block tables here, `er_…_e1` is a single convolution; timm calls that one `cn`.
 */
import type { BlockOp, StageTable, Variant } from './variant';

/** What a written network may hold; the engines need no more, a browser rarely carries more. */
const notationLimits = {
	stages: 12,
	layers: 32,
	expandRatio: 8,
	channels: 2048,
	headChannels: 8192
} as const;

const words: Readonly<Record<string, BlockOp>> = { er: 'fused_mbconv', ir: 'mbconv' };
/** Options of the small variants. */
const common = {
	family: 'small',
	classes: 10,
	evalSize: 32,
	dropout: 0.2,
	survivalProbability: 0.8
} as const;

/** Whether a name is meant as a written network, right or wrong. */
export const isNotation = (name: string) => name.startsWith('stem_');

/** The network's name in the notation: equal tables have equal names. */
export function writeNetwork({ stem, stages, headChannels }: Omit<Variant, 'name'>): string {
	const rows = stages.map(({ op, layers, kernel, stride, expandRatio, out, seRatio }) => {
		const word = op === 'mbconv' ? 'ir' : 'er';
		const gate = seRatio === 0 ? '' : `_se${seRatio}`;
		return `${word}_r${layers}_k${kernel}_s${stride}_e${expandRatio}_c${out}${gate}`;
	});
	return [`stem_s${stem.stride}_c${stem.out}`, ...rows, `head_c${headChannels}`].join('-');
}

/** The network that a name writes down, for 10 classes at 32 px, or in one sentence what is wrong with it. */
export function readNetwork(text: string): Variant | string {
	const [first = '', ...rest] = text.split('-');
	const last = rest.pop() ?? '';
	const stemRow = read(first, 'stem', { s: [1, 2], c: [1, notationLimits.channels] });
	if (typeof stemRow === 'string') return stemRow;
	const headRow = read(last, 'head', { c: [1, notationLimits.headChannels] });
	if (typeof headRow === 'string') return headRow;
	if (rest.length < 1 || rest.length > notationLimits.stages) {
		return `Between stem and head there must be 1 to ${notationLimits.stages} stages, not ${rest.length}.`;
	}
	const stages: StageTable[] = [];
	for (const row of rest) {
		const stage = readStage(row, stages.at(-1)?.out ?? stemRow.c);
		if (typeof stage === 'string') return stage;
		stages.push(stage);
	}
	const stem = { kernel: 3, stride: stemRow.s === 1 ? 1 : 2, out: stemRow.c } as const;
	const network = { ...common, stem, stages, headChannels: headRow.c };
	return { ...network, name: writeNetwork(network) };
}

function readStage(row: string, input: number): StageTable | string {
	const [word = ''] = row.split('_');
	const op = words[word];
	if (op === undefined) return `"${row}" is no stage: it must begin with er_ (Fused-MBConv) or ir_ (MBConv).`;
	const { layers, expandRatio, channels } = notationLimits;
	const ranges = { r: [1, layers], k: [3, 5], s: [1, 2], e: [1, expandRatio], c: [1, channels] } as const;
	const values = read(row, word, ranges);
	if (typeof values === 'string') return values;
	const { r, k, s, e, c, se } = values;
	if (k === 4) return `"${row}": k must be 3 or 5.`;
	const shape = { kernel: k === 3 ? 3 : 5, stride: s === 1 ? 1 : 2, expandRatio: e } as const;
	return { op, ...shape, in: input, out: c, layers: r, seRatio: se };
}

type Ranges = Readonly<Record<string, readonly [least: number, most: number]>>;

/** The values of a row by their letters, each exactly once; `se`, where a row may have it, is 0 if left out. */
function read<R extends Ranges>(
	row: string,
	word: string,
	ranges: R
): (Record<keyof R, number> & { se: number }) | string {
	const [head, ...parts] = row.split('_');
	if (head !== word) return `"${row}" stands where ${word}_… is expected.`;
	const values = new Map<string, number>();
	const allowed: Ranges = 'e' in ranges ? { ...ranges, se: [0, 1] } : ranges;
	for (const part of parts) {
		const [, letter = '', digits = ''] = /^([a-z]+)(\d+(?:\.\d+)?)$/.exec(part) ?? [];
		const range = allowed[letter];
		if (!range || values.has(letter)) return `"${row}": "${part}" is not understood.`;
		const problem = outside(letter, Number(digits), range);
		if (problem !== null) return `"${row}": ${problem}`;
		values.set(letter, Number(digits));
	}
	const missing = Object.keys(ranges).find((letter) => !values.has(letter));
	if (missing !== undefined) return `"${row}": ${missing} is missing.`;
	return { se: 0, ...Object.fromEntries(values) } as Record<keyof R, number> & { se: number };
}

/** What is wrong with a value, or null. All are whole but the share of squeeze-and-excitation. */
function outside(letter: string, value: number, [least, most]: readonly [number, number]): string | null {
	const share = letter === 'se';
	if ((share || Number.isInteger(value)) && value >= least && value <= most) return null;
	return `${letter} must be ${share ? '' : 'whole, '}from ${least} to ${most}.`;
}
