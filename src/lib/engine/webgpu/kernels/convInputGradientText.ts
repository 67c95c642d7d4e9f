/**
 * What all tilings of the dense convolution's input gradient write alike. At stride 2 an input pixel meets only the taps
 * of its parity, so pixels are sorted by the four parities and each runs through its own taps: a quarter of the work of
 * testing all.
 */
import type { ConvInputGradientKernel } from '../../plan/kernel';
import { Source } from './source';

/** Pixels of one parity: in a row of the image, and in the batch. */
export function parityOf({ batch, inSide, stride }: ConvInputGradientKernel): { half: number; rows: number } {
	const half = Math.ceil(inSide / stride);
	return { half, rows: batch * half ** 2 };
}

export function inputGradientSource(kernel: ConvInputGradientKernel): Source {
	const { batch, inSide, outSide, in: inner, out } = kernel;
	const source = new Source()
		.tensor('dy', 'read', batch * outSide ** 2, out)
		.tensor('weight', 'read', kernel.kernel ** 2 * inner, out);
	if (kernel.addend) source.tensor('addend', 'read', batch * inSide ** 2, inner);
	return source.tensor('dx', 'read_write', batch * inSide ** 2, inner);
}

/** Image, row and column of row `row` of this parity, as number g. */
export function pixel(kernel: ConvInputGradientKernel, g: number | '', row: string): string {
	const { stride } = kernel;
	const { half } = parityOf(kernel);
	return `let p${g} = ${row};
let n${g} = i32(p${g} / ${half ** 2}u);
let y${g} = i32((p${g} / ${half}u) % ${half}u) * ${stride} + py;
let x${g} = i32(p${g} % ${half}u) * ${stride} + px;`;
}

export const isGuarded = ({ kernel, stride }: ConvInputGradientKernel) => kernel > 1 || stride > 1;

/** `body` for each tap that meets this parity, with `tap` the first row of its weights. */
export function taps(kernel: ConvInputGradientKernel, body: string): string {
	const { kernel: size, stride, pad, in: inner } = kernel;
	return `
for (var ky = (py + ${pad}) % ${stride}; ky < ${size}; ky += ${stride}) {
for (var kx = (px + ${pad}) % ${stride}; kx < ${size}; kx += ${stride}) {
let tap = u32(ky * ${size} + kx) * ${inner}u;
${body}
} }`;
}

/** The output pixel that saw this one through the tap; `in` is 0 where there is none. */
export function place(kernel: ConvInputGradientKernel, g: number): string {
	const { outSide, stride, pad, batch } = kernel;
	if (!isGuarded(kernel)) return `let at${g} = row_dy(p${g});`;
	return `let sy${g} = y${g} + ${pad} - ky; let sx${g} = x${g} + ${pad} - kx;
let oy${g} = sy${g} / ${stride}; let ox${g} = sx${g} / ${stride};
let in${g} = f32((u32(sy${g}) < ${outSide * stride}u) & (u32(sx${g}) < ${outSide * stride}u));
let at${g} = row_dy(u32(clamp((n${g} * ${outSide} + oy${g}) * ${outSide} + ox${g}, 0, ${batch * outSide ** 2 - 1})));`;
}

/** Writes `sums`, by quad of channels, to row `row` of this parity. */
export function store(
	kernel: ConvInputGradientKernel,
	row: string,
	sums: readonly { readonly quad: string; readonly sum: string; readonly inside?: string }[]
): string {
	const { inSide, stride, addend } = kernel;
	const more = (quad: string) => (addend ? ` + get_addend(row_addend(r), ${quad})` : '');
	const puts = sums
		.map(({ quad, sum, inside }) => {
			const put = `put_dx(row_dx(r), ${quad}, ${sum}${more(quad)});`;
			return inside === undefined ? put : `if (${inside}) { ${put} }`;
		})
		.join('\n');
	if (stride === 1) return `let r = ${row}; ${puts}`;
	return `${pixel(kernel, '', row)}
let r = u32((n * ${inSide} + y) * ${inSide} + x);
${inSide % stride === 0 ? puts : `if ((y < ${inSide}) & (x < ${inSide})) { ${puts} }`}`;
}
