import type { Engine } from '$lib/engine/engine';
import { calibrate, errorOf, type TimedBenchmark } from '$lib/labs/predict/calibration';
import { measureRates } from '$lib/labs/predict/measure';
import { benchmarks as allBenchmarks, type Benchmark } from '$lib/labs/predict/networks';
import { planOf } from '$lib/labs/predict/planned';
import { predictStep } from '$lib/labs/predict/rates';
import { breathe } from './breath';
import { failureOfLab, LabBench, underWay, type LabSessionOptions } from './labBench';
import type { PredictCommand, PredictEvent } from './predictProtocol';

interface Options extends LabSessionOptions<PredictEvent> {
	/** What is timed; others for tests. */
	readonly benchmarks?: readonly Benchmark[];
}

type Calibrate = Extract<PredictCommand, { type: 'calibrate' }>;
type Predict = Extract<PredictCommand, { type: 'predict' }>;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class PredictSession {
	readonly #post: Options['post'];
	readonly #bench: LabBench;
	readonly #benchmarks: readonly Benchmark[];

	constructor({ benchmarks = allBenchmarks, ...options }: Options) {
		this.#post = options.post;
		this.#bench = new LabBench(options);
		this.#benchmarks = benchmarks;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: PredictCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				return this.#look();
			case 'visibility':
				this.#bench.visibility.hidden = command.hidden;
				return;
			case 'predict':
				return this.#guard(command.id, async () => this.#predict(command));
			case 'calibrate': {
				const work = () => this.#guard(null, () => this.#calibrate(command));
				if (!(await this.#bench.alone(work))) this.#post({ ...underWay, id: null });
			}
		}
	}

	/** Tells what there is to measure on. */
	async #look(): Promise<void> {
		this.#post({ type: 'field', entrants: await this.#bench.field() });
	}

	async #calibrate({ engine: name, rounds }: Calibrate): Promise<void> {
		await this.#look();
		await this.#bench.on(name, async (engine, device) => {
			this.#post({ type: 'device', engine: name, device });
			await this.#measure(engine, rounds);
		});
		this.#post({ type: 'end' });
	}

	async #measure(engine: Engine, rounds: number): Promise<void> {
		const benchmarks = this.#benchmarks;
		let prepared = 0;
		for await (const event of measureRates(engine, { benchmarks, rounds }, this.#bench.visibility)) {
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

	/** @param id Of the question that is answered; null for a calibration. */
	async #guard(id: number | null, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.#post({ type: 'failure', ...failureOfLab(error), id });
		}
	}
}
