/** Runs encoded calls of a plan (see ../encode.ts), and a plain product to measure the machine by. */
import { augment, mixImages } from './augment';
import { conv, convInputGradient } from './conv';
import { convFilterGradient } from './convFilterGradient';
import { depthwise, depthwiseInputGradient, depthwiseFilterGradient } from './depthwise';
import { sumSplits, loss, squares, finish } from './loss';
import { gate, gateGradient, matrixGradient } from './matrices';
import { moments, joinMoments, normalise } from './normalise';
import { joinSums, normaliseGradient, normaliseSums } from './normaliseGradient';
import { spatialMean, spatialMeanGradient, scale, gateSums } from './perImage';
import { mask, multiply } from './random';
import { sgd, rmsprop, adamw, statistics, fold } from './update';
import * as op from '../opcodes';
import { multiply as product, packColumns } from './panels';
import { announce, endOf, isLost, listOf, meet, nextJob, scratchOf } from './team';

export { abandon } from './team';

const WORD: usize = 4;

// @ts-expect-error: a decorator of AssemblyScript
@inline
function int(p: usize, i: usize): i32 {
	return load<i32>(p + i * WORD);
}

/** An address. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function at(p: usize, i: usize): usize {
	return <usize>load<u32>(p + i * WORD);
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function float(p: usize, i: usize): f32 {
	return load<f32>(p + i * WORD);
}

/** This thread's share `part` of `parts` of the calls from `list` to `end`: [opcode, words in all, arguments …]. */
export function run(list: usize, end: usize, scratch: usize, part: i32, parts: i32): void {
	while (list < end) {
		call(int(list, 0), list + 2 * WORD, scratch, part, parts);
		list += <usize>int(list, 1) * WORD;
	}
}

/**
 * The same by all `parts` threads of a team, of which this is the first; the others run `work`. `control` is eight words,
 * zeros at first; each thread has `stride` bytes of scratch memory. False if a thread was silent for `patience` tenths of a
 * second, or trapped: then the list has been left somewhere, and the team is lost.
 */
export function lead(
	list: usize,
	end: usize,
	scratch: usize,
	stride: usize,
	parts: i32,
	control: usize,
	patience: i32
): bool {
	announce(control, list, end, scratch, stride);
	return runTogether(list, end, scratch, 0, parts, control, patience);
}

/** What every other thread of a team does until it is ended from outside, or the team is lost: one list after the other. */
export function work(part: i32, parts: i32, control: usize): void {
	let job = 0;
	while (true) {
		job = nextJob(control, job);
		if (isLost(control)) return;
		runTogether(listOf(control), endOf(control), scratchOf(control, part), part, parts, control, 0);
	}
}

function runTogether(
	list: usize,
	end: usize,
	scratch: usize,
	part: i32,
	parts: i32,
	control: usize,
	patience: i32
): bool {
	let at = list;
	while (at < end) {
		const opcode = int(at, 0);
		const args = at + 2 * WORD;
		// Before the others are met: after the last call the leader may give the list's memory away.
		at += <usize>int(at, 1) * WORD;
		call(opcode, args, scratch, part, parts);
		if (!meet(control, parts, patience)) return false;
	}
	return true;
}

/** c [m, n] = a [m, k]·b [k, n]. `scratch` holds b packed: k·8·⌈n/8⌉ floats. */
export function gemm(m: i32, k: i32, n: i32, a: usize, b: usize, c: usize, scratch: usize): void {
	packColumns(b, <usize>n << 2, k, n, scratch);
	product(a, <usize>k << 2, scratch, k, n, c, <usize>n << 2, m);
}

/** Arguments from `p` on in the order of the kernel's function; scratch and share come with the thread. */
function call(opcode: i32, p: usize, scratch: usize, part: i32, parts: i32): void {
	switch (opcode) {
		case op.CONV:
			conv(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), int(p, 12), int(p, 13), scratch, part, parts);
			break;
		case op.CONV_INPUT_GRADIENT:
			convInputGradient(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), scratch, part, parts);
			break;
		case op.CONV_FILTER_GRADIENT:
			convFilterGradient(at(p, 0), at(p, 1), at(p, 2), int(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), scratch, part, parts);
			break;
		case op.DEPTHWISE:
			depthwise(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), int(p, 12), part, parts);
			break;
		case op.DEPTHWISE_INPUT_GRADIENT:
			depthwiseInputGradient(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), part, parts);
			break;
		case op.DEPTHWISE_FILTER_GRADIENT:
			depthwiseFilterGradient(at(p, 0), at(p, 1), at(p, 2), int(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), part, parts);
			break;
		case op.SUM_SPLITS:
			sumSplits(at(p, 0), at(p, 1), int(p, 2), int(p, 3), part, parts);
			break;
		case op.MOMENTS:
			moments(at(p, 0), at(p, 1), int(p, 2), int(p, 3), int(p, 4), part, parts);
			break;
		case op.JOIN_MOMENTS:
			joinMoments(at(p, 0), at(p, 1), at(p, 2), int(p, 3), int(p, 4), int(p, 5), float(p, 6), int(p, 7), part, parts);
			break;
		case op.NORMALISE:
			normalise(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), part, parts);
			break;
		case op.NORMALISE_SUMS:
			normaliseSums(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), part, parts);
			break;
		case op.JOIN_SUMS:
			joinSums(at(p, 0), at(p, 1), int(p, 2), int(p, 3), int(p, 4), part, parts);
			break;
		case op.NORMALISE_GRADIENT:
			normaliseGradient(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), part, parts);
			break;
		case op.SPATIAL_MEAN:
			spatialMean(at(p, 0), at(p, 1), int(p, 2), int(p, 3), int(p, 4), part, parts);
			break;
		case op.SPATIAL_MEAN_GRADIENT:
			spatialMeanGradient(at(p, 0), at(p, 1), int(p, 2), int(p, 3), int(p, 4), part, parts);
			break;
		case op.GATE:
			gate(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), int(p, 7), int(p, 8), int(p, 9), scratch, part, parts);
			break;
		case op.SCALE:
			scale(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), part, parts);
			break;
		case op.GATE_SUMS:
			gateSums(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), part, parts);
			break;
		case op.GATE_GRADIENT:
			gateGradient(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), int(p, 6), int(p, 7), int(p, 8), part, parts);
			break;
		case op.MATRIX_GRADIENT:
			matrixGradient(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), part, parts);
			break;
		case op.MASK:
			mask(at(p, 0), at(p, 1), int(p, 2), <u32>int(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), part, parts);
			break;
		case op.MULTIPLY:
			multiply(at(p, 0), at(p, 1), at(p, 2), int(p, 3), part, parts);
			break;
		case op.LOSS:
			loss(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), int(p, 5), int(p, 6), int(p, 7), part, parts);
			break;
		case op.SQUARES:
			squares(at(p, 0), at(p, 1), int(p, 2), int(p, 3), part, parts);
			break;
		case op.FINISH:
			if (part == 0) finish(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6));
			break;
		case op.SGD:
			sgd(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), int(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), float(p, 12), part, parts);
			break;
		case op.RMSPROP:
			rmsprop(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), int(p, 12), float(p, 13), float(p, 14), float(p, 15), float(p, 16), part, parts);
			break;
		case op.ADAMW:
			adamw(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), int(p, 8), int(p, 9), int(p, 10), int(p, 11), int(p, 12), int(p, 13), float(p, 14), float(p, 15), float(p, 16), float(p, 17), float(p, 18), part, parts);
			break;
		case op.STATISTICS:
			statistics(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), float(p, 6), float(p, 7), part, parts);
			break;
		case op.FOLD:
			fold(at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), float(p, 9), part, parts);
			break;
		case op.AUGMENT:
			augment(at(p, 0), at(p, 1), at(p, 2), at(p, 3), int(p, 4), int(p, 5), int(p, 6), int(p, 7), int(p, 8), int(p, 9), scratch, part, parts);
			break;
		case op.MIX_IMAGES:
			mixImages(at(p, 0), at(p, 1), at(p, 2), int(p, 3), int(p, 4), part, parts);
			break;
		default:
			unreachable();
	}
}
