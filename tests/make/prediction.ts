/**
 * Prints how well steps are predicted on this machine's processor: `node --import tsx tests/make/prediction.ts [threads]
 * [rounds]`, in some 20 s. Each network that is fitted is predicted from the others, each held-out one from all of these.
 */
import { nodeKernels } from '../../src/lib/engine/wasm/nodeKernels';
import { openWasm } from '../../src/lib/engine/wasm/open';
import { calibrate, errorOf, type TimedBenchmark } from '../../src/lib/labs/predict/calibration';
import { measureRates } from '../../src/lib/labs/predict/measure';
import { benchmarks as ofPage, type Benchmark } from '../../src/lib/labs/predict/networks';

const heldOut = (model: string, imageSize: number, batch: number): Benchmark => {
	return { model, imageSize, batch, heldOut: true };
};
const benchmarks = [
	...ofPage,
	heldOut('v2-nano', 24, 32),
	heldOut('v2-pico-mbconv', 32, 32),
	heldOut('v2-tiny-mbconv', 32, 4),
	heldOut('efficientnet-b2', 96, 2),
	heldOut('efficientnetv2-b3', 48, 2),
	heldOut('efficientnetv2-s', 64, 1)
];

const [threads = 1, rounds = 5] = process.argv.slice(2).map(Number);
const start = performance.now();
const engine = await openWasm(nodeKernels, threads);
let timed: readonly TimedBenchmark[] = [];
for await (const event of measureRates(engine, { benchmarks, rounds })) {
	if (event.type === 'turn') timed = event.timed;
}
engine.close();
console.log(`${engine.device.adapter}, ${((performance.now() - start) / 1000).toFixed(1)} s`);

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const { rates, networks } = calibrate(timed);
console.log(
	`step = ${rates?.step.hostMs.toFixed(3)} ms + ${rates?.step.factor.toFixed(3)} · sum of its calls`
);
for (const { model, imageSize, batch, heldOut, stepMs, sumMs, predictedMs, samples } of networks) {
	const { low, median, high } = stepMs;
	const cells = [
		`${model} ${imageSize} px × ${batch}${heldOut ? ', held out' : ''}`.padEnd(42),
		`${low.toFixed(1)} | ${median.toFixed(1)} | ${high.toFixed(1)} ms (${samples})`,
		`sum ${sumMs.toFixed(1)}`,
		`predicted ${predictedMs?.toFixed(1)}`,
		percent((predictedMs ?? NaN) / low - 1)
	];
	console.log(cells.join('\t'));
}
for (const held of [false, true]) {
	const error = errorOf(networks.filter(({ heldOut }) => heldOut === held));
	if (error === null) continue;
	const which = held ? 'held out' : 'each from the others';
	console.log(`${which}: median ${percent(error.median)}, largest ${percent(error.largest)}`);
}
