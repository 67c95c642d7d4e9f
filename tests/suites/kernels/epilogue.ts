/** What follows a convolution's sum: bias, SiLU, addend. */
import fc from 'fast-check';
import type { Epilogue } from '$lib/engine/plan/kernel';
import { plus, silu } from './measured';
import { read, type Numbers, type Output } from './memory';

export const anyEpilogue: fc.Arbitrary<Epilogue> = fc.record({
	bias: fc.boolean(),
	silu: fc.boolean(),
	addend: fc.boolean()
});

export function epilogueInputs(flags: Epilogue, numbers: Numbers, channels: number, size: number) {
	return {
		bias: flags.bias ? numbers.signed(channels) : null,
		addend: flags.addend ? numbers.signed(size) : null
	};
}

export function finishSums(
	y: Output,
	flags: Epilogue,
	{ bias, addend }: ReturnType<typeof epilogueInputs>,
	channels: number
): void {
	for (let at = 0; at < y.length; at++) {
		let value = y.at(at);
		if (bias) value = plus(value, read(bias, at % channels));
		if (flags.silu) value = silu(value);
		if (addend) value = plus(value, read(addend, at));
		y.set(at, value);
	}
}
