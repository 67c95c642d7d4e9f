import { describe, expect, it } from 'vitest';
import { fnv1a32 } from '$lib/random/hash';
import { philox } from '$lib/random/philox';
import { CounterStream } from '$lib/random/stream';

const COUNT = 200_000;

function moments(values: Float32Array) {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const central = (power: number) =>
		values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
	const variance = central(2);
	return { mean, variance, skew: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

describe('CounterStream', () => {
	it('addresses the words of Philox as documented', () => {
		const stream = new CounterStream(7, 'conv_stem.weight', 3);
		const words = new Uint32Array(4);
		for (const block of [0, 1, 2, 5000, 2 ** 32 + 9]) {
			philox(words, block % 2 ** 32, Math.floor(block / 2 ** 32), 0, 3, 7, fnv1a32('conv_stem.weight'));
			for (const lane of [3, 0, 2, 1]) expect(stream.uint32(4 * block + lane)).toBe(words[lane]);
		}
	});

	it('gives the same draw whatever was drawn before', () => {
		const forwards = new CounterStream(1, 2);
		const backwards = new CounterStream(1, 2);
		const indices = Array.from({ length: 100 }, (_, i) => i);
		const up = indices.map((i) => forwards.uint32(i));
		const down = indices.toReversed().map((i) => backwards.uint32(i));
		expect(down.toReversed()).toEqual(up);
		expect(new Set(up).size).toBe(100);
	});

	it('separates seeds, streams and parts', () => {
		const firsts = [
			new CounterStream(0, 0),
			new CounterStream(1, 0),
			new CounterStream(0, 1),
			new CounterStream(0, 0, 1),
			new CounterStream(0, 'a'),
			new CounterStream(0, 'b')
		].map((stream) => stream.uint32(0));
		expect(new Set(firsts).size).toBe(firsts.length);
	});

	it('gives uniforms that float32 holds exactly, below 1 and spread evenly', () => {
		const stream = new CounterStream(11, 'uniform');
		const values = new Float32Array(COUNT);
		stream.fillUniform(values);
		for (const i of [0, 1, 2, 3, 4, COUNT - 1]) expect(values[i]).toBe(stream.uniform(i));
		expect(Math.max(...values.subarray(0, 1000))).toBeLessThan(1);
		const bins = new Array<number>(64).fill(0);
		for (const value of values) bins[Math.floor(value * 64)]! += 1;
		const expected = COUNT / 64;
		const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
		// 63 degrees of freedom: the central 99.98 % lie between 26 and 114.
		expect(chiSquare).toBeGreaterThan(26);
		expect(chiSquare).toBeLessThan(114);
	});

	it('gives normals with the moments of a normal distribution', () => {
		const values = new Float32Array(COUNT);
		new CounterStream(5, 'normal').fillNormal(values);
		const { mean, variance, skew, kurtosis } = moments(values);
		// Five standard errors each: 1/√n, √(2/n), √(6/n), √(24/n).
		expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(COUNT));
		expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / COUNT));
		expect(Math.abs(skew)).toBeLessThan(5 * Math.sqrt(6 / COUNT));
		expect(Math.abs(kurtosis - 3)).toBeLessThan(5 * Math.sqrt(24 / COUNT));
	});

	it('fills from an offset, odd ones too, what single draws give', () => {
		const stream = new CounterStream(9, 'offset');
		const normals = new Float32Array(7);
		const uniforms = new Float32Array(7);
		stream.fillNormal(normals, 5, 3);
		stream.fillUniform(uniforms, 5, -2, 2);
		for (let j = 0; j < 7; j++) {
			expect(normals[j]).toBe(Math.fround(3 * stream.normal(5 + j)));
			expect(uniforms[j]).toBe(Math.fround(-2 + 4 * stream.uniform(5 + j)));
		}
	});

	it('shows no correlation between neighbours or between the halves of a pair', () => {
		const values = new Float32Array(COUNT);
		new CounterStream(21, 'pairs').fillNormal(values);
		for (const lag of [1, 2, 4]) {
			let product = 0;
			for (let i = lag; i < COUNT; i++) product += (values[i] ?? 0) * (values[i - lag] ?? 0);
			expect(Math.abs(product / COUNT)).toBeLessThan(5 / Math.sqrt(COUNT));
		}
	});
});
