import type { Engine } from '$lib/engine/engine';
import { calibrate, errorOf, type TimedBenchmark } from '$lib/labs/predict/calibration';
import { measureRates } from '$lib/labs/predict/measure';
import { benchmarks as allBenchmarks, type Benchmark } from '$lib/labs/predict/networks';
import { planOf } from '$lib/labs/predict/planned';
import { predictStep } from '$lib/labs/predict/rates';
import { breathe } from './breath';
import { deviceOf } from './entrants';
import { GpuFinder } from './gpuFinder';
import {
	failureKindOf,
	labField,
	openLabEngine,
	type LabDevices,
	type LabSessionOptions
} from './labDevices';
import type { LabFailureKind } from './labProtocol';
import type { PredictCommand, PredictEvent } from './predictProtocol';
import { Visibility } from './visibility';

interface Options extends LabSessionOptions<PredictEvent> {
	/** What is timed; others for tests. */
	readonly benchmarks?: readonly Benchmark[];
}

type Calibrate = Extract<PredictCommand, { type: 'calibrate' }>;
type Predict = Extract<PredictCommand, { type: 'predict' }>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class PredictSession {
	readonly #post: Options['post'];
	readonly #finder: GpuFinder;
	readonly #kernels: Options['kernels'];
	readonly #benchmarks: readonly Benchmark[];
	readonly #visibility = new Visibility();
	#calibrating = false;

	constructor({ post, gpu, kernels, benchmarks = allBenchmarks }: Options) {
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
	async #look(): Promise<LabDevices> {
		const { entrants, devices } = await labField(this.#finder, this.#kernels);
		this.#post({ type: 'field', entrants });
		return devices;
	}

	async #calibrate({ engine: name, rounds }: Calibrate): Promise<void> {
		const devices = await this.#look();
		const engine = await openLabEngine(name, devices);
		try {
			const threads = name === 'wasm' ? (devices.kernels.threads?.most ?? 1) : null;
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
			this.#fail(failureKindOf(error), error instanceof Error ? error.message : String(error), id);
		}
	}

	#fail(kind: LabFailureKind, message: string, id: number | null): void {
		this.#post({ type: 'failure', kind, message, id });
	}
}
