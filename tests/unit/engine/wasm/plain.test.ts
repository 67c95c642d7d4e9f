import { beforeAll, expect, test } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { activationSuite } from '../../../suites/activations';
import { executorSuite } from '../../../suites/executor';
import { logitsSuite } from '../../../suites/forward';
import { gradientsSuite } from '../../../suites/gradients';
import { trajectorySuite } from '../../../suites/trajectory';
import { useEngine } from '../../../suites/useEngine';
import { without } from './builds';

/** The build for hosts without relaxed SIMD, whatever this host has. */
const use = useEngine('wasm', without('relaxed', nodeKernels));
beforeAll(() => {
	expect(use().device.features).toEqual(['simd']);
});
activationSuite(use);
executorSuite(use);
logitsSuite(use, 'small');
gradientsSuite(use);
trajectorySuite(use);

test('names itself', () => {
	expect(use().device).toMatchObject({ engine: 'wasm', adapter: 'CPU, WebAssembly', software: false });
});
