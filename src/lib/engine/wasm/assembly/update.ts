/** The optimisers on all parameters at once, running statistics, and batch norm drawn into weights. */
import { fma, load4, share, store4 } from './vector';

// @ts-expect-error: a decorator of AssemblyScript
@inline
function scalar(scalars: usize, i: i32): v128 {
	return v128.load32_splat(scalars + (<usize>i << 2));
}

/** ema = keep·ema + (1 - keep)·value. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function average(at: usize, value: v128, keep: v128, rest: v128): void {
	v128.store(at, fma(keep, v128.load(at), f32x4.mul(rest, value)));
}

/** 1 where decay applies: one number for each run of `grain` parameters. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function decayAt(decay: usize, quad: i32, grain: i32): v128 {
	return v128.load32_splat(decay + (<usize>((4 * quad) / grain) << 2));
}

/** v = momentum·v + g; p -= lr·(g + momentum·v): Nesterov. `ema` is 0 where there is none. */
export function sgd(
	gradients: usize,
	decay: usize,
	scalars: usize,
	row: usize,
	parameters: usize,
	momentum: usize,
	ema: usize,
	size: i32,
	grain: i32,
	rateAt: i32,
	weightDecayAt: i32,
	emaAt: i32,
	factor: f32,
	part: i32,
	parts: i32
): void {
	const rate = scalar(scalars, rateAt);
	const weightDecay = scalar(scalars, weightDecayAt);
	const keep = scalar(scalars, emaAt);
	const rest = f32x4.sub(f32x4.splat(1), keep);
	const clip = v128.load32_splat(row, 12);
	const mu = f32x4.splat(factor);
	const end = share(size / 4, part + 1, parts);
	for (let quad = share(size / 4, part, parts); quad < end; quad++) {
		const at = <usize>quad << 4;
		const p = v128.load(parameters + at);
		const wd = f32x4.mul(weightDecay, decayAt(decay, quad, grain));
		const g = fma(wd, p, f32x4.mul(v128.load(gradients + at), clip));
		const v = fma(mu, v128.load(momentum + at), g);
		v128.store(momentum + at, v);
		const next = f32x4.sub(p, f32x4.mul(rate, fma(mu, v, g)));
		v128.store(parameters + at, next);
		if (ema) average(ema + at, next, keep, rest);
	}
}

/** s = decay·s + (1 - decay)·g²; v = momentum·v + lr·g/√(s + ε); p -= v. */
export function rmsprop(
	gradients: usize,
	decay: usize,
	scalars: usize,
	row: usize,
	parameters: usize,
	momentum: usize,
	square: usize,
	ema: usize,
	size: i32,
	grain: i32,
	rateAt: i32,
	weightDecayAt: i32,
	emaAt: i32,
	rho: f32,
	restOfRho: f32,
	factor: f32,
	epsilon: f32,
	part: i32,
	parts: i32
): void {
	const rate = scalar(scalars, rateAt);
	const weightDecay = scalar(scalars, weightDecayAt);
	const keep = scalar(scalars, emaAt);
	const rest = f32x4.sub(f32x4.splat(1), keep);
	const clip = v128.load32_splat(row, 12);
	const end = share(size / 4, part + 1, parts);
	for (let quad = share(size / 4, part, parts); quad < end; quad++) {
		const at = <usize>quad << 4;
		const p = v128.load(parameters + at);
		const wd = f32x4.mul(weightDecay, decayAt(decay, quad, grain));
		const g = fma(wd, p, f32x4.mul(v128.load(gradients + at), clip));
		const fresh = f32x4.mul(f32x4.splat(restOfRho), f32x4.mul(g, g));
		const s = fma(f32x4.splat(rho), v128.load(square + at), fresh);
		const root = f32x4.sqrt(f32x4.add(s, f32x4.splat(epsilon)));
		const v = fma(f32x4.splat(factor), v128.load(momentum + at), f32x4.div(f32x4.mul(rate, g), root));
		v128.store(square + at, s);
		v128.store(momentum + at, v);
		const next = f32x4.sub(p, v);
		v128.store(parameters + at, next);
		if (ema) average(ema + at, next, keep, rest);
	}
}

/** Decoupled decay, then Adam with bias correction, ε outside of the root. */
export function adamw(
	gradients: usize,
	decay: usize,
	scalars: usize,
	row: usize,
	parameters: usize,
	momentum: usize,
	square: usize,
	ema: usize,
	size: i32,
	grain: i32,
	rateAt: i32,
	weightDecayAt: i32,
	emaAt: i32,
	correctionAt: i32,
	beta1: f32,
	restOfBeta1: f32,
	beta2: f32,
	restOfBeta2: f32,
	epsilon: f32,
	part: i32,
	parts: i32
): void {
	const rate = scalar(scalars, rateAt);
	const weightDecay = scalar(scalars, weightDecayAt);
	const keep = scalar(scalars, emaAt);
	const one = f32x4.splat(1);
	const rest = f32x4.sub(one, keep);
	const first = scalar(scalars, correctionAt);
	const second = scalar(scalars, correctionAt + 1);
	const clip = v128.load32_splat(row, 12);
	const end = share(size / 4, part + 1, parts);
	for (let quad = share(size / 4, part, parts); quad < end; quad++) {
		const at = <usize>quad << 4;
		const wd = f32x4.mul(weightDecay, decayAt(decay, quad, grain));
		const g = f32x4.mul(v128.load(gradients + at), clip);
		const m = fma(f32x4.splat(beta1), v128.load(momentum + at), f32x4.mul(f32x4.splat(restOfBeta1), g));
		const fresh = f32x4.mul(f32x4.splat(restOfBeta2), f32x4.mul(g, g));
		const s = fma(f32x4.splat(beta2), v128.load(square + at), fresh);
		v128.store(momentum + at, m);
		v128.store(square + at, s);
		const root = f32x4.add(f32x4.sqrt(f32x4.div(s, second)), f32x4.splat(epsilon));
		const kept = f32x4.mul(v128.load(parameters + at), f32x4.sub(one, f32x4.mul(rate, wd)));
		const next = f32x4.sub(kept, f32x4.div(f32x4.mul(rate, f32x4.div(m, first)), root));
		v128.store(parameters + at, next);
		if (ema) average(ema + at, next, keep, rest);
	}
}

export function statistics(
	batchStatistics: usize,
	scalars: usize,
	statistics: usize,
	ema: usize,
	size: i32,
	emaAt: i32,
	momentum: f32,
	restOfMomentum: f32,
	part: i32,
	parts: i32
): void {
	const keep = scalar(scalars, emaAt);
	const rest = f32x4.sub(f32x4.splat(1), keep);
	const end = share(size / 4, part + 1, parts);
	for (let quad = share(size / 4, part, parts); quad < end; quad++) {
		const at = <usize>quad << 4;
		const fresh = f32x4.mul(f32x4.splat(restOfMomentum), v128.load(batchStatistics + at));
		const next = fma(f32x4.splat(momentum), v128.load(statistics + at), fresh);
		v128.store(statistics + at, next);
		if (ema) average(ema + at, next, keep, rest);
	}
}

/** Batch norm of an evaluation drawn into the convolution before it: weight·scale, and a bias. */
export function fold(
	weight: usize,
	affine: usize,
	statistics: usize,
	foldedWeight: usize,
	foldedBias: usize,
	rows: i32,
	channels: i32,
	affineStride: i32,
	statisticsStride: i32,
	epsilon: f32,
	part: i32,
	parts: i32
): void {
	const row = <usize>channels << 2;
	const end = share(rows, part + 1, parts);
	for (let r = share(rows, part, parts); r < end; r++) {
		for (let c = 0; c < channels; c += 4) {
			const left = channels - c;
			const offset = <usize>c << 2;
			const variance = load4(statistics + (<usize>statisticsStride << 2) + offset, left);
			const root = f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon)));
			const scale = f32x4.div(load4(affine + offset, left), root);
			const at = <usize>r * row + offset;
			store4(foldedWeight + at, left, f32x4.mul(load4(weight + at, left), scale));
			if (r > 0) continue;
			const shift = f32x4.mul(load4(statistics + offset, left), scale);
			const bias = load4(affine + (<usize>affineStride << 2) + offset, left);
			store4(foldedBias + offset, left, f32x4.sub(bias, shift));
		}
	}
}
