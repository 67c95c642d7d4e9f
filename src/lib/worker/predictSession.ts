import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { Gpu } from '$lib/engine/gpu';
import { openPageEngine } from '$lib/engine/pageEngine';
import type { KernelSource } from '$lib/engine/wasm/module';
import { calibrate, errorOf, type TimedBenchmark } from '$lib/labs/predict/calibration';
import { measureRates } from '$lib/labs/predict/measure';
import { benchmarks as allBenchmarks, type Benchmark } from '$lib/labs/predict/networks';
import { planOf } from '$lib/labs/predict/planned';
import { predictStep } from '$lib/labs/predict/rates';
import { breathe } from './breath';
import { deviceOf, processor } from './entrants';
import { GpuFinder } from './gpuFinder';
import type { PredictCommand, PredictEvent, PredictFailureKind } from './predictProtocol';
import { Visibility } from './visibility';

interface PredictSessionOptions {
	readonly post: (event: PredictEvent) => void;
	/** Undefined where the browser has no WebGPU. */
	readonly gpu: GPU | undefined;
	/** Where the processor engine's kernels come from; loads none of them. */
	readonly kernels: () => Promise<KernelSource>;
	/** What is timed; others for tests. */
	readonly benchmarks?: readonly Benchmark[];
}

type Calibrate = Extract<PredictCommand, { type: 'calibrate' }>;
type Predict = Extract<PredictCommand, { type: 'predict' }>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class PredictSession {
	readonly #post: PredictSessionOptions['post'];
	readonly #finder: GpuFinder;
	readonly #kernels: PredictSessionOptions['kernels'];
	readonly #benchmarks: readonly Benchmark[];
	readonly #visibility = new Visibility();
	#calibrating = false;

	constructor({ post, gpu, kernels, benchmarks = allBenchmarks }: PredictSessionOptions) {
		this.#post = post;
		this.#finder = new GpuFinder(gpu);
		this.#kernels = kernels;
		this.#benchmarks = benchmarks;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: PredictCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				await this.#look();
				break;
			case 'visibility':
				this.#visibility.hidden = command.hidden;
				break;
			case 'predict':
				await this.#guard(command.id, async () => this.#predict(command));
				break;
			case 'calibrate':
				if (this.#calibrating) {
					return this.#fail('bad-command', 'A calibration is under way.', null);
				}
				this.#calibrating = true;
				await this.#guard(null, () => this.#calibrate(command));
				this.#calibrating = false;
		}
	}

	/** Tells what there is to measure on; the GPU is opened once. */
	async #look(): Promise<{ gpu: Gpu | null; kernels: KernelSource }> {
		const [{ gpu, found }, kernels] = await Promise.all([this.#finder.find(), this.#kernels()]);
		this.#post({
			type: 'field',
			entrants: [
				{ engine: 'webgpu', found },
				{ engine: 'wasm', found: processor(kernels) }
			]
		});
		return { gpu, kernels };
	}

	async #calibrate({ engine: name, rounds }: Calibrate): Promise<void> {
		const { gpu, kernels } = await this.#look();
		if (name === 'webgpu' && gpu === null) {
			throw new EngineError('unavailable', 'This browser gives no WebGPU adapter.');
		}
		const engine = await openPageEngine(name, gpu !== null && name === 'webgpu' ? { gpu } : { kernels });
		try {
			const threads = name === 'wasm' ? (kernels.threads?.most ?? 1) : null;
			this.#post({ type: 'device', engine: name, device: deviceOf(engine.device, threads) });
			await this.#measure(engine, rounds);
		} finally {
			engine.close();
		}
		this.#post({ type: 'end' });
	}

	async #measure(engine: Engine, rounds: number): Promise<void> {
		const benchmarks = this.#benchmarks;
		let prepared = 0;
		for await (const event of measureRates(engine, { benchmarks, rounds }, this.#visibility)) {
			if (event.type === 'preparing') {
				this.#post({
					type: 'preparing',
					...event.benchmark,
					done: prepared++,
					all: benchmarks.length
				});
			} else this.#tell(event.timed, event.done, rounds * benchmarks.length);
			await breathe();
		}
	}

	#tell(timed: readonly TimedBenchmark[], done: number, all: number): void {
		const { rates, networks } = calibrate(timed);
		const errorAmong = (heldOut: boolean) =>
			errorOf(networks.filter((network) => network.heldOut === heldOut));
		const errors = { leftOut: errorAmong(false), heldOut: errorAmong(true) };
		// The protocol's lists are mutable, those of the lab are not.
		this.#post({ type: 'measured', done, all, rates, networks, errors } as PredictEvent);
	}

	#predict({ id, engine, software, rates, steps }: Predict): void {
		const answers = steps.map(({ network, imageSize, batch }) => {
			const { calls, bytes } = planOf({ engine, software }, network, { imageSize, batch });
			return { ...predictStep(rates, calls), bytes };
		});
		this.#post({ type: 'predicted', id, answers });
	}

	async #guard(id: number | null, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.#fail(kindOf(error), error instanceof Error ? error.message : String(error), id);
		}
	}

	#fail(kind: PredictFailureKind, message: string, id: number | null): void {
		this.#post({ type: 'failure', kind, message, id });
	}
}

function kindOf(error: unknown): PredictFailureKind {
	return error instanceof EngineError && error.kind !== 'bad-parameters' ? error.kind : 'internal';
}
