import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { flowRows } from '$lib/figures/flow/flowRows';
import { Light } from '$lib/figures/flow/light.svelte';
import { mapPixels } from '$lib/figures/flow/mapPixels';
import { withoutAlpha } from '$lib/figures/flow/photos';
import { lastMaps } from '$lib/labs/flow/flow';
import { tellingMaps } from '$lib/labs/flow/maps';
import { flowNetworks } from '$lib/labs/flow/networks';
import { buildGraph } from '$lib/model/build';
import { findVariant } from '$lib/model/variants';

describe('the parts of a network', () => {
	test('are those of the paper’s Table 4, at 384 px', () => {
		const rows = flowRows('efficientnetv2-s');
		expect(rows.map(({ name, side, channels }) => `${name} ${side} ${channels}`)).toEqual([
			...['stem 192 24', 'stage1 192 24', 'stage2 96 48', 'stage3 48 64', 'stage4 24 128'],
			...['stage5 24 160', 'stage6 12 256', 'head_conv 12 1280', 'classifier 1 1000']
		]);
		expect(rows.map(({ op, blocks }) => (op === null ? null : `${op} ${blocks}`)).slice(1, 7)).toEqual([
			...['fused_mbconv 2', 'fused_mbconv 4', 'fused_mbconv 4', 'mbconv 6', 'mbconv 9', 'mbconv 15']
		]);
		expect(rows.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(21_458_488);
	});

	test.each(flowNetworks)('%s: each but the classifier has a last map', (network) => {
		const names = flowRows(network).map(({ name }) => name);
		const graph = buildGraph(findVariant(network)!);
		expect([...lastMaps(graph).keys()]).toEqual(names.filter((name) => name !== 'classifier'));
	});
});

describe('the maps that are shown', () => {
	/** [2, 2, channels]: a channel's values are its number, and at one pixel one more unless it is flat. */
	const activation = (channels: number, flat: readonly number[]) => ({
		side: 2,
		channels,
		values: Float32Array.from({ length: 4 * channels }, (_, at) => {
			const channel = at % channels;
			return channel + (at < channels && !flat.includes(channel) ? 1 : 0);
		})
	});

	test('are spread evenly over the channels', () => {
		const maps = tellingMaps(activation(24, []), 4);
		expect(maps.map(({ channel }) => channel)).toEqual([0, 6, 12, 18]);
		expect([...maps[1]!.values]).toEqual([7, 6, 6, 6]);
	});

	test('pass over those that say the same everywhere, where another of their part does not', () => {
		const shown = (flat: readonly number[]) =>
			tellingMaps(activation(8, flat), 4).map(({ channel }) => channel);
		expect(shown([0])).toEqual([1, 2, 4, 6]);
		// All of a part are flat: the last is shown as it is.
		expect(shown([2, 3])).toEqual([0, 3, 4, 6]);
	});

	test('are as many as there are channels at most', () => {
		expect(tellingMaps(activation(3, []), 4)).toHaveLength(3);
	});
});

describe('a map as a picture', () => {
	test('runs from black to white over its own range, whatever few values lie outside', () => {
		const values = Float32Array.from({ length: 201 }, (_, at) => at / 200);
		values[200] = 1e6;
		const pixels = mapPixels(values);
		const level = (at: number) => pixels[4 * at];
		expect([level(0), level(100), level(200)]).toEqual([0, 127, 255]);
		expect(pixels[3]).toBe(255);
		expect([pixels[400], pixels[401], pixels[402]]).toEqual([127, 127, 127]);
	});

	test('is grey where all values are equal', () => {
		expect([...mapPixels(new Float32Array(4).fill(-3))].slice(0, 4)).toEqual([128, 128, 128, 255]);
	});

	test('loses its transparency before a network sees it', () => {
		expect([...withoutAlpha([1, 2, 3, 255, 4, 5, 6, 0])]).toEqual([1, 2, 3, 4, 5, 6]);
	});
});

describe('the light', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	test('goes from part to part, waits for what has not come, and goes out', () => {
		vi.stubGlobal('matchMedia', () => ({ matches: false }));
		const light = new Light();
		light.follow(2);
		expect(light.reached).toBe(1);
		expect(light.moving).toBe(true);
		vi.runAllTimers();
		expect(light.reached).toBe(2);
		expect(light.moving).toBe(false);
		light.follow(4);
		vi.runAllTimers();
		expect(light.reached).toBe(4);
		light.stop();
		expect(light.reached).toBe(0);
	});

	test('is everywhere at once where no motion is wanted', () => {
		vi.stubGlobal('matchMedia', () => ({ matches: true }));
		const light = new Light();
		light.follow(7);
		expect(light.reached).toBe(7);
		expect(light.moving).toBe(false);
	});
});
