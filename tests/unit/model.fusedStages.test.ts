import { expect, test } from 'vitest';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { fusedNetworks } from '$lib/model/fusedStages';
import { fusedB4 } from '$lib/paper/fused';

const counts = fusedNetworks('b4').map(({ lastFusedStage, variant }) => ({
	lastFusedStage,
	...countGraph(buildGraph(variant), 380)
}));

/** How far ours is from what the paper prints, as a share. */
const off = (ours: number, printed: number) => Math.abs(ours / printed - 1);

test('the four networks have the stages of Table 3', () => {
	expect(counts.map(({ lastFusedStage }) => lastFusedStage)).toEqual(
		fusedB4.value.map(({ lastFusedStage }) => lastFusedStage)
	);
});

test('their parameters are those that Table 3 prints, within 2.1 %', () => {
	expect(counts.map(({ parameters }) => parameters)).toEqual([
		19_341_616, 19_944_398, 42_526_672, 131_120_152
	]);
	for (const [at, { parametersM }] of fusedB4.value.entries()) {
		expect(off(counts[at]!.parameters / 1e6, parametersM), `row ${at + 1}`).toBeLessThan(0.021);
	}
	// Two of them to the digit that is printed or half a per cent, the deep ones not.
	expect(off(counts[0]!.parameters / 1e6, 19.3)).toBeLessThan(0.005);
	expect(off(counts[1]!.parameters / 1e6, 20)).toBeLessThan(0.005);
	expect(off(counts[2]!.parameters / 1e6, 43.4)).toBeGreaterThan(0.005);
});

test('their multiply-adds at 380 px are those that Table 3 prints, within 3 %', () => {
	for (const [at, { macsG }] of fusedB4.value.entries()) {
		expect(off(counts[at]!.macs / 1e9, macsG), `row ${at + 1}`).toBeLessThan(0.03);
	}
});

test('what is fused has no squeeze-and-excitation, and depth, strides and expansion stay', () => {
	const [none, ...others] = fusedNetworks('b4');
	for (const { lastFusedStage, variant } of others) {
		for (const [index, stage] of variant.stages.entries()) {
			const before = none!.variant.stages[index]!;
			const fused = index < lastFusedStage!;
			expect(stage).toMatchObject({
				op: fused ? 'fused_mbconv' : 'mbconv',
				seRatio: fused ? 0 : 0.25,
				layers: before.layers,
				stride: before.stride,
				expandRatio: before.expandRatio,
				out: before.out
			});
		}
	}
	expect(others[2]!.variant.stages.map(({ kernel }) => kernel)).toEqual([3, 3, 3, 3, 5, 5, 3]);
});

test('a narrower network keeps its depth and has channels in eights', () => {
	const [whole, narrow] = [fusedNetworks('b4')[3]!.variant, fusedNetworks('b4', 0.5)[3]!.variant];
	expect(narrow.stages.map(({ layers }) => layers)).toEqual(whole.stages.map(({ layers }) => layers));
	for (const { in: entering, out } of narrow.stages) expect([entering % 8, out % 8]).toEqual([0, 0]);
	expect(narrow.stages.at(-1)!.out).toBe(224);
});

test('the small twins are v2-nano’s', () => {
	expect(fusedNetworks('nano').map(({ lastFusedStage, variant }) => [lastFusedStage, variant.name])).toEqual([
		[null, 'v2-nano-mbconv'],
		[2, 'v2-nano'],
		[4, 'v2-nano-fused']
	]);
});
