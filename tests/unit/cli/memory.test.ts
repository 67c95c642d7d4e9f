import { expect, test, vi } from 'vitest';
import * as formula from '$lib/model/formula';
import { lab } from './labRun';

const { formulaImages } = formula;
vi.mock('$lib/model/formula', async (original) => {
	const actual = await original<typeof formula>();
	return { ...actual, formulaImages: vi.fn(actual.formulaImages) };
});

const command = ['--model', 'v2-pico', '--engine', 'wasm', '--threads', '1'];

test.each(['forward', 'gradient', 'trajectory'])(
	'lab %s says that a batch does not fit before it makes the batch, which could fill the machine',
	async (name) => {
		const { exitCode, out, err } = await lab(name, ...command, '--size', '1024', '--batch', '64');
		expect(err).toMatch(
			/^A step of 64 at 1024 px does not fit into the processor engine's memory of 2048 MiB; the largest batch that fits is \d+\.\n?$/
		);
		expect([exitCode, out]).toEqual([1, '']);
		expect(formulaImages).not.toHaveBeenCalled();
		expect((await lab(name, ...command, '--size', '8', '--batch', '2')).exitCode).toBe(0);
		expect(formulaImages).toHaveBeenCalled();
		vi.mocked(formulaImages).mockClear();
	}
);
