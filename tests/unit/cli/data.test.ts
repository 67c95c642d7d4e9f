import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lab, labJson } from './labRun';

const scratch = mkdtempSync(join(tmpdir(), 'lab-data-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('lab data', () => {
	const small = ['--train', 30, '--test', 20, '--seed', 7];

	it('writes CIFAR binaries that read back as the same images', async () => {
		const made = (await labJson('data', ...small, '--out', scratch)) as { classes: string[]; sha256: string };
		expect(made).toMatchObject({ train: 30, test: 20 });
		expect(made.classes[0]).toBe('disc');
		expect(made.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(readdirSync(scratch).sort()).toEqual(['batches.meta.txt', 'data_batch_1.bin', 'test_batch.bin']);
		expect(statSync(join(scratch, 'test_batch.bin')).size).toBe(20 * 3073);
		expect(await labJson('data', '--source', scratch)).toEqual(made);
	});

	it('has another digest for another seed and another size', async () => {
		const digests = [
			small,
			['--train', 30, '--test', 20, '--seed', 8],
			['--train', 30, '--test', 21, '--seed', 7]
		];
		const found = await Promise.all(digests.map((options) => labJson('data', ...options)));
		expect(new Set(found.map((each) => (each as { sha256: string }).sha256)).size).toBe(3);
	});

	it('describes in words without --json', async () => {
		const { out, exitCode } = await lab('data', ...small);
		expect(exitCode).toBe(0);
		expect(out).toContain('30 training and 20 test images of 10 classes: disc, square');
	});
});
