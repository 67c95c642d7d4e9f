import type { KernelCall } from './plan';

export interface Arena {
	/** Elements of each slab. */
	readonly slabs: readonly number[];
	/** Slab of each tensor. */
	readonly slabOf: readonly number[];
}

interface Life {
	first: number;
	last: number;
}

/** First and last call of each tensor, the very last for those that are kept; tensors that no call names have no life. */
function lives(calls: readonly KernelCall[], count: number, kept: ReadonlySet<number>): (Life | null)[] {
	const found: (Life | null)[] = Array.from({ length: count }, () => null);
	calls.forEach(({ operands }, at) => {
		for (const operand of Object.values(operands)) {
			if (operand.space !== 'arena') continue;
			const life = found[operand.tensor];
			if (life) life.last = at;
			else found[operand.tensor] = { first: at, last: at };
		}
	});
	for (const tensor of kept) {
		const life = found[tensor];
		if (life) life.last = calls.length;
	}
	return found;
}

/**
 * Gives each tensor a slab; tensors share one if no call lies in both their lives. So the operands of a call lie in
 * different slabs, and a slab can be a buffer of its own that is either read or written. Large tensors choose first,
 * and take the smallest slab that is free for all their life. Tensors that are `kept` live to the end.
 */
export function allocate(
	calls: readonly KernelCall[],
	sizes: readonly number[],
	kept: ReadonlySet<number> = new Set()
): Arena {
	const found = lives(calls, sizes.length, kept);
	const slabs: { size: number; lives: Life[] }[] = [];
	const slabOf = sizes.map(() => 0);
	const order = sizes.map((_, tensor) => tensor).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
	for (const tensor of order) {
		const life = found[tensor];
		const size = sizes[tensor] ?? 0;
		if (!life) continue;
		const isFree = (slab: { lives: Life[] }) =>
			slab.lives.every(({ first, last }) => last < life.first || first > life.last);
		// Sizes fall, so the last free slab is the smallest that fits.
		let index = slabs.findLastIndex(isFree);
		if (index < 0) index = slabs.push({ size, lives: [] }) - 1;
		slabs[index]?.lives.push(life);
		slabOf[tensor] = index;
	}
	return { slabs: slabs.map(({ size }) => size), slabOf };
}
