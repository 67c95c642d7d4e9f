import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '$lib/data/dataset';
import type { FileSource } from '$lib/data/source';
import { file, loadAll, loose, smallFiles, smallGzip, smallTar } from './samples';

describe('fuzzing: anything gives a data set or a DataError', () => {
	async function settle(sources: readonly FileSource[]): Promise<void> {
		try {
			const { train, test } = await loadAll(sources);
			expect(train.images.length).toBe(train.count * 3072);
			expect(test.labels.length).toBe(test.count);
			expect(Math.max(...train.labels, ...test.labels)).toBeLessThan(10);
		} catch (error) {
			if (!(error instanceof DataError)) throw error;
			expect(error.message).toContain(error.file);
		}
	}
	const names = fc.constantFrom(
		'data_batch_1.bin',
		'test_batch.bin',
		'batches.meta.txt',
		'a.tar',
		'a.tar.gz',
		'x'
	);
	const whole = fc.constantFrom(
		['a.tar', smallTar] as const,
		['a.tar.gz', smallGzip] as const,
		...smallFiles.map(({ name, bytes }) => [name, bytes] as const)
	);

	it('random bytes', async () => {
		const start = fc.constantFrom([], [0x1f, 0x8b], [0x1f, 0x8b, 8, 0], [...smallTar.subarray(0, 512)]);
		const any = fc.record({ name: names, start, rest: fc.uint8Array({ maxLength: 2000 }) });
		await fc.assert(
			fc.asyncProperty(fc.array(any, { maxLength: 3 }), (files) =>
				settle(files.map(({ name, start, rest }) => file(name, Uint8Array.from([...start, ...rest]))))
			),
			{ numRuns: 300 }
		);
	});

	it('truncations', async () => {
		await fc.assert(
			fc.asyncProperty(whole, fc.double({ min: 0, max: 1, noNaN: true }), async ([name, bytes], share) => {
				const cut = file(name, bytes.subarray(0, Math.floor(share * bytes.length)));
				await settle([cut]);
				await settle([...loose().filter((other) => other.name !== name), cut]);
			}),
			{ numRuns: 150 }
		);
	});

	it('changed bytes, headers above all', async () => {
		const change = fc.record({
			at: fc.oneof(fc.nat(smallTar.length), fc.nat(2048)),
			to: fc.oneof(fc.nat(255), fc.constantFrom(0x2d, 0x20, 0x30, 0x37, 0, 0xff))
		});
		await fc.assert(
			fc.asyncProperty(
				whole,
				fc.array(change, { minLength: 1, maxLength: 4 }),
				fc.boolean(),
				async ([name, bytes], changes, mend) => {
					const bad = bytes.slice();
					for (const { at, to } of changes) bad[at % bad.length] = to;
					if (mend && name === 'a.tar') mendChecksums(bad);
					await settle([...loose().filter((other) => other.name !== name), file(name, bad)]);
				}
			),
			{ numRuns: 400 }
		);
	});

	/** Makes the first headers valid again, so that what they say is believed. */
	function mendChecksums(archive: Uint8Array): void {
		for (let offset = 0; offset < 2048; offset += 512) {
			archive.fill(0x20, offset + 148, offset + 156);
			const sum = archive.subarray(offset, offset + 512).reduce((total, byte) => total + byte, 0);
			archive.set(new TextEncoder().encode(sum.toString(8).padStart(6, '0') + '\0 '), offset + 148);
		}
	}
});
