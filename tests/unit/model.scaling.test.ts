import { describe, expect, it } from 'vitest';
import { compareVariants, isEqual } from '$lib/figures/scaling/compare';
import { presets } from '$lib/figures/scaling/presets';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { findVariant } from '$lib/model/variants';
import { compoundScaling, releasedFactors } from '$lib/paper/scaling';
import { designProblem, designVariant, factorsOf } from '$lib/state/scaling/design';
import architectures from '../fixtures/architectures.json';

const stagesOf = (name: string) =>
	architectures.variants
		.find((variant) => variant.name === name)!
		.stages.map(({ out, layers }) => [out, layers]);

const made = (name: keyof typeof presets) => designVariant(presets[name], 'own');
const table = (name: keyof typeof presets) => made(name).stages.map(({ out, layers }) => [out, layers]);

describe('the rule from B0 to S, M and L', () => {
	it('makes L exactly, given three blocks more in stage 5 and a seventh stage of seven', () => {
		expect(table('l')).toEqual(stagesOf('efficientnetv2-l'));
		expect(made('l').evalSize).toBe(480);
		const released = findVariant('efficientnetv2-l')!;
		expect(compareVariants(made('l'), released).every(isEqual)).toBe(true);
		const computed = architectures.variants.find(({ name }) => name === 'efficientnetv2-l')?.computed;
		expect(countGraph(buildGraph(made('l')), 480)).toMatchObject({
			parameters: computed?.params,
			macs: computed?.macs
		});
	});

	it('makes M but for the width of stage 4 and the image size', () => {
		const wanted = stagesOf('efficientnetv2-m');
		expect(table('m')).toEqual(wanted.with(3, [152, 7]));
		expect(wanted[3]).toEqual([160, 7]);
		expect(made('m').evalSize).toBe(456);
	});

	it('makes the first version’s S but for stage 4; the released one is narrower in stage 6, too', () => {
		expect(table('s')).toEqual(stagesOf('efficientnetv2-s-arxiv-v1').with(3, [136, 6]));
		expect(table('s')).toEqual(stagesOf('efficientnetv2-s').with(3, [136, 6]).with(5, [272, 15]));
		expect(designVariant({ ...presets.s, fixedHead: false }, '').headChannels).toBe(
			findVariant('efficientnetv2-s-arxiv-v1')?.headChannels
		);
	});

	it('makes a stem twice as wide where it is scaled like the rest', () => {
		expect(designVariant({ ...presets.l, narrowStem: false }, '').stem.out).toBe(64);
		expect(made('l').stem.out).toBe(32);
	});

	it('without the added blocks misses stage 5 by three and stage 7', () => {
		const bare = designVariant({ ...presets.l, added: [0, 0, 0, 0, 0, 0, 0], lastLayers: 0 }, '');
		const parts = compareVariants(bare, findVariant('efficientnetv2-l')!);
		expect(parts.filter((part) => !isEqual(part))).toEqual([
			{
				part: 'stage5',
				layers: { own: 16, released: 19 },
				channels: { own: 224, released: 224 },
				sameBlock: true
			},
			{
				part: 'stage7',
				layers: { own: null, released: 7 },
				channels: { own: null, released: 640 },
				sameBlock: false
			}
		]);
	});

	it('caps the image: 600 px of the V1 network alike become 480', () => {
		const design = presets.l;
		expect(factorsOf({ ...design, cap: 1024 }).imageSize).toBe(600);
		expect(factorsOf(design).imageSize).toBe(480);
	});
});

describe('compound scaling', () => {
	it('has the paper’s product just below 2', () => {
		const { alpha, beta, gamma } = compoundScaling.value;
		expect(alpha * beta ** 2 * gamma ** 2).toBeCloseTo(1.9203, 4);
	});

	it('is not quite what was released: B1 and B7 differ, and the comparison says where', () => {
		const differences = (name: 'b1' | 'b7') =>
			compareVariants(made(name), findVariant(presets[name].against)!)
				.filter((part) => !isEqual(part))
				.map(({ part }) => part);
		expect(made('b1').evalSize).toBe(258);
		expect(differences('b1')).toContain('size');
		expect(differences('b7')).toContain('stage6');
	});

	it('leaves the base at φ = 0', () => {
		const own = designVariant({ ...presets.b1, phi: 0 }, 'efficientnet-b0');
		expect(own).toEqual(findVariant('efficientnet-b0'));
	});

	it('with V1’s factors makes V1’s released tables', () => {
		for (const [name, width, depth] of [
			['efficientnet-b4', 1.4, 1.8],
			['efficientnet-b7', 2, 3.1]
		] as const) {
			const design = {
				...presets.b1,
				method: 'grown',
				width,
				depth,
				fixedHead: false,
				narrowStem: false
			} as const;
			expect(designVariant(design, name).stages).toEqual(findVariant(name)?.stages);
		}
	});
});

it('every preset can be shown, and names a network that there is', () => {
	for (const design of Object.values(presets)) {
		expect(designProblem(design)).toBeNull();
		expect(findVariant(design.against)).toBeDefined();
	}
	expect(releasedFactors.verified).toBe(false);
});
