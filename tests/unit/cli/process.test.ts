import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labProcess, photosFolder, root } from './labRun';

const few = [
	'--data',
	photosFolder,
	'--limit-train',
	'12',
	'--limit-test',
	'6',
	'--batch',
	'4',
	'--sizes',
	'8'
];
const short = ['train', '--model', 'v2-pico', ...few, '--engine', 'tfjs-cpu'];

describe('lab as a process', () => {
	it('starts within three seconds', async () => {
		let fastest = Infinity;
		let last = await labProcess('--help');
		// The fastest of three: other tests may have the processor.
		for (let attempt = 0; attempt < 3; attempt++) {
			const started = performance.now();
			last = await labProcess('--help');
			fastest = Math.min(fastest, performance.now() - started);
		}
		expect(fastest).toBeLessThan(3000);
		const { exitCode, out } = last;
		expect(out).toContain('trajectory');
		expect(exitCode).toBe(0);
	});

	it('prints exactly one JSON document, progress on standard error', async () => {
		const { exitCode, out, err } = await labProcess(...short, '--epochs', '1', '--json');
		expect(JSON.parse(out)).toMatchObject({ steps: 3 });
		expect(out.trim().split('\n').length).toBe(1);
		expect(err).toContain('Stage 1: 8 px');
		expect(exitCode).toBe(0);
	});

	it('refuses bad input with status 2 and a sentence', async () => {
		const outcome = await labProcess('train', '--data', '/nowhere', '--json');
		expect(outcome).toEqual({ exitCode: 2, out: '', err: '/nowhere cannot be read: it does not exist.\n' });
	});

	it('saves and ends in order when it is interrupted', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'lab-process-'));
		const command = ['--import', 'tsx', 'src/cli/main.ts', ...short, '--epochs', '500', '--out', folder];
		const child = spawn(process.execPath, command, { cwd: root });
		let err = '';
		let asked = false;
		child.stderr.on('data', (text) => {
			err += String(text);
			if (!asked && err.includes('Stage 1')) asked = child.kill('SIGINT');
		});
		const exitCode = await new Promise((resolve) => child.on('exit', resolve));
		expect(err).toMatch(/Stopped after \d+ of 1500 steps; go on with --resume/);
		expect(exitCode).toBe(130);
		expect(existsSync(join(folder, 'checkpoint.safetensors'))).toBe(true);
		rmSync(folder, { recursive: true });
	});
});
