import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm } from '$lib/engine/wasm/open';
import { formulaParameters } from '$lib/model/formula';
import {
	formulaBatch,
	graphOf,
	plainOptions,
	plainScalars,
	type NetworkCase
} from '../../../suites/formulaRun';

const network: NetworkCase = {
	variant: 'v2-pico',
	imageSize: 17,
	batch: 3,
	padding: 'same',
	bnEpsilon: 1e-3,
	classes: 10,
	seed: 2
};

/** Losses of some steps with draws, and the weights after them. */
async function run(threads: number): Promise<{ losses: number[]; weights: Float32Array[] }> {
	const engine = await openWasm(nodeKernels, threads);
	expect(engine.device.adapter).toBe(
		threads === 1 ? 'CPU, WebAssembly' : `CPU, WebAssembly, ${threads} threads`
	);
	const graph = graphOf(network);
	const executor = await engine.createExecutor({ ...plainOptions(graph), ema: true });
	executor.writeParameters(formulaParameters(graph, network.seed));
	const step = await executor.compileTraining({ imageSize: network.imageSize, batch: network.batch });
	for (let index = 0; index < 4; index++) {
		const draws = { dropout: 0.2, dropPath: 0.2, emaDecay: 0.9, clipNorm: 1 };
		step.run(formulaBatch(network, index), { ...plainScalars, ...draws, step: index });
	}
	const losses = (await step.metrics()).map(({ loss }) => loss);
	const weights = [...(await executor.readParameters('ema')).values()];
	executor.dispose();
	engine.close();
	return { losses, weights };
}

/** V8 has two compilers, a quick one first; that of Node 20 makes wrong code of some forms of loops around atomics. */
test.each(['--liftoff-only', '--no-liftoff'])(
	'any number of threads gives the same bits, %s',
	async (flag) => {
		setFlagsFromString('--no-liftoff-only');
		setFlagsFromString(flag);
		const alone = await run(1);
		expect(alone.losses.every(Number.isFinite)).toBe(true);
		for (const threads of [2, 3, 5]) expect(await run(threads)).toEqual(alone);
	}
);

test('where a thread cannot be started, one does the work', async () => {
	const threads = { ...nodeKernels.threads!, start: () => Promise.reject(new Error('forbidden')) };
	const engine = await openWasm({ ...nodeKernels, threads }, 4);
	expect(engine.device.adapter).toBe('CPU, WebAssembly');
	engine.close();
});
