/** The shader of every kernel of a plan. */
import type { KernelKind, KernelOf } from '../../plan/kernel';
import type { Features } from '../features';
import type { Tile } from '../tile';
import { conv } from './conv';
import { convFilterGradient } from './convFilterGradient';
import { convFilterGradientShared } from './convFilterGradientShared';
import { convInputGradient } from './convInputGradient';
import { convInputGradientShared } from './convInputGradientShared';
import { convShared } from './convShared';
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { finish, loss, squares } from './loss';
import { joinMoments, joinSums } from './join';
import { gate, gateGradient, matrixGradient } from './matrices';
import { normalise, normaliseGradient } from './normalise';
import { gateSums, scale, scaleGradient, spatialMean, spatialMeanGradient } from './perImage';
import { dropout, multiply, pathMask } from './random';
import type { Program } from './source';
import { moments, normaliseSums, sumSplits } from './sums';
import { fold, statistics, update } from './update';

type ProgramOf<K extends KernelKind> = (kernel: KernelOf<K>, tile: Tile, features: Features) => Program;

const programs: { readonly [K in KernelKind]: ProgramOf<K> } = {
	conv: tiled(conv, convShared),
	convInputGradient: tiled(convInputGradient, convInputGradientShared),
	convFilterGradient: tiled(convFilterGradient, convFilterGradientShared),
	depthwise,
	depthwiseInputGradient,
	depthwiseFilterGradient,
	sumSplits,
	moments,
	joinMoments,
	normalise,
	normaliseSums,
	joinSums,
	normaliseGradient,
	spatialMean,
	spatialMeanGradient,
	gate,
	scale,
	gateSums,
	gateGradient,
	matrixGradient,
	scaleGradient,
	dropout,
	multiply,
	pathMask,
	loss,
	squares,
	finish,
	update,
	statistics,
	fold
};

/** The text for tiles in registers, or that for workgroup memory. */
function tiled<K extends KernelKind>(registers: ProgramOf<K>, shared: ProgramOf<K>): ProgramOf<K> {
	return (kernel, tile, features) =>
		(tile.sharing === 'workgroup' ? shared : registers)(kernel, tile, features);
}

/** `tile` concerns the GEMM-like kernels only, `features` those whose workgroups add up. */
export function programOf<K extends KernelKind>(
	kernel: KernelOf<K> & { readonly kind: K },
	tile: Tile,
	features: Features
): Program {
	return programs[kernel.kind](kernel, tile, features);
}
