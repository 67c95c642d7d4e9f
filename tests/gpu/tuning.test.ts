import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDawn, type Dawn } from '$lib/engine/dawn';
import type { ConvKernel, Kernel } from '$lib/engine/plan/kernel';
import { Context } from '$lib/engine/webgpu/context';
import { nameOf, plainTile, tileFor, tilesFor, type Tile } from '$lib/engine/webgpu/tile';
import type { Choices, TuningStore } from '$lib/engine/webgpu/tuning/store';
import { tryTiles } from '$lib/engine/webgpu/tuning/trial';
import { Tuner } from '$lib/engine/webgpu/tuning/tuner';
import { runKernel } from './runKernel';

const window = { batch: 2, inSide: 9, outSide: 9, kernel: 3, stride: 1, pad: 1 } as const;
const conv: ConvKernel = {
	kind: 'conv',
	...window,
	in: 8,
	out: 16,
	bias: false,
	silu: false,
	addend: false
};
const products: readonly Kernel[] = [
	conv,
	{ kind: 'convInputGradient', ...window, in: 16, out: 8, addend: false },
	{ kind: 'convFilterGradient', ...window, in: 8, out: 16, splits: 2 },
	{ ...conv, kernel: 1, pad: 0, in: 10, out: 13 }
];
const MINUTE_MS = 60_000;

let dawn: Dawn;
let context: Context;
beforeAll(async () => {
	dawn = await openDawn();
	context = await Context.open(dawn);
});
afterAll(() => {
	context.close();
	dawn.close();
});

/** A store in memory that counts its writes. */
function memory(initial: Choices = {}): TuningStore & { all: Choices; writes: number } {
	const store = {
		all: initial,
		writes: 0,
		read: async () => store.all,
		async write(_: string, choices: Choices) {
			store.all = choices;
			store.writes += 1;
		}
	};
	return store;
}

describe('the tuner', () => {
	test('chooses among the candidates, keeps the choice, and measures nothing twice', async () => {
		const store = memory();
		const tuner = new Tuner(context, store, 'here');
		await tuner.tune([conv], MINUTE_MS);
		const chosen = nameOf(tuner.tileOf(conv));
		expect(tilesFor(conv, context.target).map(nameOf)).toContain(chosen);
		expect(store.all).toEqual({ [JSON.stringify(conv)]: chosen });
		await tuner.tune([conv], MINUTE_MS);
		const later = new Tuner(context, store, 'here');
		await later.tune([conv], MINUTE_MS);
		expect(nameOf(later.tileOf(conv))).toBe(chosen);
		expect(store.writes).toBe(1);
	});

	test('takes a stored choice, whatever the best guess is', async () => {
		const last = tilesFor(conv, context.target).at(-1) ?? plainTile;
		const tuner = new Tuner(context, memory({ [JSON.stringify(conv)]: nameOf(last) }), 'here');
		await tuner.tune([conv], 0);
		expect(tuner.tileOf(conv)).toEqual(last);
	});

	test('takes the best guess when there is no time, no store, or nonsense in it', async () => {
		const nonsense = memory({ [JSON.stringify(conv)]: '3×7 nobody' });
		for (const store of [nonsense, memory(), null]) {
			const tuner = new Tuner(context, store, 'here');
			await tuner.tune([conv], 0);
			expect(tuner.tileOf(conv)).toEqual(tileFor(conv, context.target));
			expect(store?.writes ?? 0).toBe(0);
		}
	});
});

describe('a trial', () => {
	const tiles = () => tilesFor(conv, context.target);

	test('drops a tile that computes something else, however fast it is', async () => {
		const [wrong, right] = tiles() as [Tile, Tile];
		const pipelines = {
			get: (kernel: ConvKernel, tile: Tile) =>
				context.pipelines.get(tile === wrong ? { ...kernel, silu: true } : kernel, tile)
		};
		const liar = new Proxy(context, {
			get(target, name) {
				if (name === 'pipelines') return pipelines;
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			}
		});
		const timings = await tryTiles(liar, conv, plainTile, [wrong, right], () => false);
		expect(timings.map(({ tile }) => tile)).toEqual([right]);
	});

	test('stops when the time is up', async () => {
		expect(await tryTiles(context, conv, plainTile, tiles(), () => true)).toEqual([]);
	});
});

test('the tiles for a software adapter give the same bits, so that tuning changes no run there', async () => {
	for (const kernel of products) {
		const results: Uint32Array[] = [];
		for (const tile of tilesFor(kernel, { ...context.target, software: true })) {
			results.push(await bitsOf(kernel, tile));
		}
		expect(results.length).toBeGreaterThan(1);
		expect(results[0]?.some((bits) => bits !== 0)).toBe(true);
		for (const other of results.slice(1)) expect(other).toEqual(results[0]);
	}
});

/** What a kernel writes for operands that depend on their place alone. */
async function bitsOf(kernel: Kernel, tile: Tile): Promise<Uint32Array> {
	const compiled = await context.pipelines.get(kernel, tile);
	const written = await runKernel(context, compiled, ({ elements }) =>
		Float32Array.from({ length: elements }, (_, i) => Math.sin(i * i))
	);
	const [values] = Object.values(written);
	return new Uint32Array(values!.buffer);
}
