import { describe, expect, test } from 'vitest';
import type { KernelSource } from '$lib/engine/wasm/module';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { augmentSuite } from '../../../suites/augment';
import { useEngine } from '../../../suites/useEngine';
import { without } from './builds';

const { threads, ...alone } = nodeKernels;
const team = { ...nodeKernels, threads: { ...threads!, most: 3 } };

describe.each<[string, KernelSource, RegExp]>([
	['plain', without('relaxed', alone), /^CPU, WebAssembly$/],
	['relaxed', alone, /^CPU, WebAssembly$/],
	['three threads', team, /, 3 threads$/]
])('the processor engine, %s', (_, kernels, adapter) => {
	const use = useEngine('wasm', kernels);
	test('is open', () => {
		expect(use().device.adapter).toMatch(adapter);
	});
	augmentSuite(use);
});
