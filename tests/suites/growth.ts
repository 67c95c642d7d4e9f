import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { Engine } from '$lib/engine/engine';
import type { StepScalars } from '$lib/engine/executor';
import { buildGraph } from '$lib/model/build';
import { formulaImages, formulaLabels, formulaParameters } from '$lib/model/formula';
import { Chance, someDraws, someImages } from './drawnBatch';
import { oneHot, plainScalars } from './formulaRun';
import { tiny } from './tiny';

const STEPS = 1000;
/** Staging buffers are made while the first steps are in flight. */
const WARM_UP = 10;
/** By then V8 has compiled what runs often. */
const SETTLED = 200;
/** Steps between two looks at the heap. */
const WINDOW = 200;
/**
 * V8 compiles now and then, which shows in one window or another; what a step keeps shows in all of them, and one
 * object of 64 bytes a step would be 12.8 kB.
 */
const MOST_HEAP_BYTES = 10_000;

/** Bytes of JavaScript objects and array buffers that are in use. */
async function bytesInUse(collect: () => void): Promise<number> {
	// Promises that are settled are let go of a turn later.
	for (let turn = 0; turn < 4; turn++) {
		await new Promise((resolve) => setTimeout(resolve, 0));
		collect();
	}
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

function garbageCollector(): () => void {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
}

/** A thousand steps, every second on images made on the device, keep nothing in JavaScript; `warm` runs after the first few, `done` after the last, to look at the device. */
export async function checkGrowth(engine: Engine, warm: () => void, done: () => void): Promise<void> {
	const graph = buildGraph(tiny);
	const optimizer = { kind: 'rmsprop', decay: 0.9, momentum: 0.9, epsilon: 1e-3 } as const;
	const executor = await engine.createExecutor({ graph, optimizer, ema: true, seed: 7 });
	executor.writeParameters(formulaParameters(graph, 1));
	const shape = { imageSize: 6, batch: 2 };
	const images = formulaImages('input', 1, shape.batch, shape.imageSize);
	const targets = oneHot(formulaLabels('labels', 1, shape.batch, tiny.classes), tiny.classes);
	const scalars: StepScalars = {
		...plainScalars,
		learningRate: 1e-3,
		dropout: 0.3,
		dropPath: 0.5,
		emaDecay: 0.9
	};
	const collect = garbageCollector();

	const chance = new Chance(1);
	const set = someImages(chance, 4, 7);
	const form = { size: shape.imageSize, padding: 1, interpolation: 'nearest', mixed: true } as const;
	const drawn = someDraws(chance, shape.batch, set.count, form);
	const held = executor.holdImages!(set);
	const step = await executor.compileTraining(shape);
	let rows = 0;
	const trainTo = async (from: number, to: number) => {
		for (let index = from; index < to; index++) {
			if (index % 2 === 0) step.run({ images, targets }, { ...scalars, step: index });
			else step.runDrawn!({ held, drawn, targets }, { ...scalars, step: index });
			rows += (await step.metrics(1)).length;
		}
		rows += (await step.metrics()).length;
	};
	await trainTo(0, WARM_UP);
	warm();
	await trainTo(WARM_UP, SETTLED);
	const grown: number[] = [];
	let before = await bytesInUse(collect);
	for (let from = SETTLED; from < STEPS; from += WINDOW) {
		await trainTo(from, from + WINDOW);
		const after = await bytesInUse(collect);
		grown.push(after - before);
		before = after;
	}

	expect(rows).toBe(STEPS);
	done();
	expect(Math.min(...grown)).toBeLessThan(MOST_HEAP_BYTES);
	executor.dispose();
}
