import { expect, test } from 'vitest';
import { sentence } from '../../../src/cli/measure';
import { lab, photosFolder } from './labRun';

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

test('lab train measures, says so on standard error, and takes the fastest', async () => {
	const { exitCode, out, err } = await lab('train', '--model', 'v2-pico', ...few, '--epochs', 1, '--json');
	expect(exitCode, err).toBe(0);
	const taken = /Taking (\w+)\.\n/.exec(err)?.[1];
	expect(JSON.parse(out)).toMatchObject({ engine: taken, steps: 3 });
	expect(err).toMatch(
		/^webgpu.*; wasm \(CPU, .*\): [\d.]+ images\/s at v2-pico, 8 px, batch 4; tfjs-cpu: not/
	);
	const figures = [...err.matchAll(/(\w+) \([^;]*: ([\d.]+) images\/s/g)];
	const fastest = figures.reduce((best, each) => (Number(each[2]) > Number(best[2]) ? each : best));
	expect(taken).toBe(fastest[1]);
});

test('lab train --engine takes what it is told and measures nothing', async () => {
	const { err, out } = await lab('train', '--model', 'v2-pico', ...few, '--engine', 'wasm', '--json');
	expect(err).not.toContain('Taking');
	expect(JSON.parse(out)).toMatchObject({ engine: 'wasm' });
});

test('an engine without a figure is told with its reason', () => {
	const seen = { engine: 'webgpu', adapter: 'SwiftShader', software: true, pace: null } as const;
	expect(sentence({ ...seen, reason: 'software' })).toBe(
		'webgpu (SwiftShader): not measured, a program on the processor'
	);
	expect(sentence({ ...seen, adapter: null, reason: 'no-adapter' })).toBe('webgpu: there is no adapter');
});
