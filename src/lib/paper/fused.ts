/** Fused-MBConv in more and more stages of EfficientNet-B4: the measurement that the paper argues from. */
import type { Fact } from './fact';

export interface FusedRow {
	/** As the paper counts stages, from 1 on; null where none is fused. */
	readonly lastFusedStage: number | null;
	/** Parameters, millions. */
	readonly parametersM: number;
	/** Multiply-adds of an image, 10⁹. */
	readonly macsG: number;
	/** Share of right first answers on ImageNet, per cent. */
	readonly top1: number;
	/** Training images a second on a TPUv3 core. */
	readonly tpu: number;
	/** Training images a second on a V100 GPU. */
	readonly v100: number;
}

/** Stages 1 to `lastFusedStage` fused, the others MBConv. */
export const fusedB4: Fact<readonly FusedRow[]> = {
	value: [
		{ lastFusedStage: null, parametersM: 19.3, macsG: 4.5, top1: 82.8, tpu: 262, v100: 155 },
		{ lastFusedStage: 3, parametersM: 20, macsG: 7.5, top1: 83.1, tpu: 362, v100: 216 },
		{ lastFusedStage: 5, parametersM: 43.4, macsG: 21.3, top1: 83.1, tpu: 327, v100: 223 },
		{ lastFusedStage: 7, parametersM: 132, macsG: 34.4, top1: 81.7, tpu: 254, v100: 206 }
	],
	source: 'Tan & Le 2021 (arXiv 2104.00298), Table 3',
	verified: true
};

/** Training speed over that with no stage fused, on the paper's hardware. */
export interface SpeedUps {
	readonly tpu: number;
	readonly v100: number;
}

/** What Table 3 has of B4 with stages 1 to `lastFusedStage` fused; null where it has no such row. */
export function speedUpsOf(lastFusedStage: number | null): SpeedUps | null {
	const [none] = fusedB4.value;
	const row = fusedB4.value.find((each) => each.lastFusedStage === lastFusedStage);
	if (none === undefined || row === undefined) return null;
	return { tpu: row.tpu / none.tpu, v100: row.v100 / none.v100 };
}
