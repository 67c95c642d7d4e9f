/** A reference for every kernel there is: a new one fails the type check until it has its own. */
import type { KernelKind } from '$lib/engine/plan/kernel';
import { conv, convFilterGradient, convInputGradient } from './conv';
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { dropout, multiply, pathMask } from './draws';
import { finish, loss, squares } from './loss';
import { gate, gateGradient, matrixGradient } from './matrices';
import { joinSums, normalise, normaliseGradient, normaliseSums } from './normalise';
import { gateSums, scale, scaleGradient, spatialMean, spatialMeanGradient } from './perImage';
import type { KernelReference } from './reference';
import { sumSplits } from './splits';
import { joinMoments, moments } from './statistics';
import { fold, statistics, update } from './update';

export const references: { readonly [K in KernelKind]: KernelReference<K> } = {
	conv,
	convInputGradient,
	convFilterGradient,
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
