import { expect, test } from 'vitest';
import type { ImageSet } from '$lib/data/dataset';
import { chooseSamples, toRgba } from '$lib/worker/samples';

function set(labels: number[]): ImageSet {
	const images = Uint8Array.from({ length: labels.length * 3 }, (_, i) => i);
	return { count: labels.length, side: 1, images, labels: Uint8Array.from(labels) };
}

test('shows every class equally often, whatever the order of the file', () => {
	const labels = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10));
	const samples = chooseSamples(set(labels));
	expect([...samples.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	// The first image of class 3 is the thirty-first of the file.
	expect([...samples.images.subarray(9, 12)]).toEqual([90, 91, 92]);
});

test('fills up from the classes that there are', () => {
	expect([...chooseSamples(set([7, 7, 7, 2, 7]), 4).labels]).toEqual([2, 7, 7, 7]);
	expect(chooseSamples(set([5, 5]), 20).count).toBe(2);
});

test('a canvas gets opaque pixels', () => {
	expect([...toRgba(set([0, 1]))]).toEqual([0, 1, 2, 255, 3, 4, 5, 255]);
});
