/** Windows of convolutions: which there are, and which pixels they join. */
import fc from 'fast-check';
import type { Window } from '$lib/engine/plan/kernel';
import type { Padding } from '$lib/model/graph';

interface Sort {
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly padding: Padding;
	/** Whether channels come in fours. */
	readonly aligned: boolean;
}

/** Every size, stride and padding of the family, each with channels in fours and with any; at 1×1 the paddings agree. */
export const windowSorts: readonly Sort[] = [1, 3, 5].flatMap((kernel) =>
	([1, 2] as const).flatMap((stride) =>
		(['same', 'symmetric'] as const)
			.filter((padding) => kernel > 1 || padding === 'same')
			.flatMap((padding) => [true, false].map((aligned) => ({ kernel, stride, padding, aligned })))
	)
);

/** Without bias towards the smallest: a few draws must reach past one tile. */
export function anyWindow({ kernel, stride, padding }: Sort): fc.Arbitrary<Window> {
	const sides = fc.record({ batch: fc.integer({ min: 1, max: 3 }), inSide: fc.integer({ min: 1, max: 9 }) });
	return fc.noBias(sides).map(({ batch, inSide }) => {
		const outSide = Math.ceil(inSide / stride);
		const total = Math.max((outSide - 1) * stride + kernel - inSide, 0);
		const pad = padding === 'same' ? Math.floor(total / 2) : (kernel - 1) / 2;
		return { batch, inSide, outSide, kernel, stride, pad };
	});
}

/** Up to six quads. */
export function anyChannels({ aligned }: Sort): fc.Arbitrary<number> {
	return aligned ? fc.noBias(fc.integer({ min: 1, max: 6 })).map((quads) => 4 * quads) : channels;
}

/** Calls `visit` for every pair of pixels that a tap joins; all three are numbered through the batch or the window. */
export function eachTap(window: Window, visit: (input: number, tap: number, output: number) => void): void {
	const { batch, inSide, outSide, kernel, stride, pad } = window;
	for (let output = 0; output < batch * outSide ** 2; output++) {
		const image = Math.floor(output / outSide ** 2);
		const row = Math.floor(output / outSide) % outSide;
		const column = output % outSide;
		for (let tap = 0; tap < kernel ** 2; tap++) {
			const y = row * stride - pad + Math.floor(tap / kernel);
			const x = column * stride - pad + (tap % kernel);
			if (y < 0 || y >= inSide || x < 0 || x >= inSide) continue;
			visit((image * inSide + y) * inSide + x, tap, output);
		}
	}
}

export const inputPixels = ({ batch, inSide }: Window) => batch * inSide ** 2;
export const outputPixels = ({ batch, outSide }: Window) => batch * outSide ** 2;
export const taps = ({ kernel }: Window) => kernel ** 2;

/** Mostly not divisible by four. */
export const channels = fc.noBias(fc.integer({ min: 1, max: 23 }));
