import type { Variant } from '$lib/model/variant';
import {
	labEngines,
	type LabDevice,
	type LabEngine,
	type LabEntrant,
	type LabFailureKind
} from '$lib/worker/labProtocol';
import { PredictClient } from '$lib/worker/predictClient';
import {
	type CalibratedNetwork,
	type DeviceRates,
	type PredictEvent,
	type StatedError,
	type StepAnswer
} from '$lib/worker/predictProtocol';

/** Everything that one device's calibration has told. */
export interface DeviceCalibration {
	readonly device: LabDevice;
	readonly rates: DeviceRates | null;
	readonly networks: readonly CalibratedNetwork[];
	readonly errors: { readonly leftOut: StatedError; readonly heldOut: StatedError };
}

/** A training step whose time is asked for. */
export interface AskedStep {
	readonly network: Variant;
	/** Pixels. */
	readonly imageSize: number;
	readonly batch: number;
}

/** idle: nothing yet · opening · preparing: networks are compiled · measuring · finished · stopped · failed: see `problem`. */
export type CalibrationState =
	'idle' | 'opening' | 'preparing' | 'measuring' | 'finished' | 'stopped' | 'failed';

/** Turns of each network: on a processor about half a minute in all. */
const ROUNDS = 5;

/** Of a device that nothing is known of: a plan then tells its memory only. */
const noRates: DeviceRates = { classes: {}, step: { hostMs: 0, factor: 1 } };

/** What was measured stays while the site is open, also when the reader leaves the page. */
const kept: Partial<Record<LabEngine, DeviceCalibration>> = {};

/**
 * The rates of the reader's devices, and what training steps would take by them. Nothing happens before `look`. Ending the
 * worker (stop, crash, a lost device) keeps what was told: rates are numbers, and a fresh worker predicts by them.
 */
export class Calibrations {
	readonly engines = labEngines;
	entrants = $state.raw<readonly LabEntrant[] | null>(null);
	/** What is calibrated, and predicted for. */
	engine = $state<LabEngine>('wasm');
	state = $state<CalibrationState>('idle');
	/** What is compiled now. */
	preparing = $state.raw<{ readonly model: string; readonly share: number } | null>(null);
	/** Of the calibration under way: turns that are over, and all of them. */
	turns = $state.raw({ done: 0, all: 1 });
	problem = $state.raw<{ readonly kind: LabFailureKind; readonly message: string } | null>(null);
	/** By the rates of `engine`, in the order of the steps that were asked for; null while unknown. */
	answers = $state.raw<readonly StepAnswer[] | null>(null);

	#known = $state.raw<Partial<Record<LabEngine, DeviceCalibration>>>({ ...kept });
	#steps: readonly AskedStep[] = [];
	#asked = 0;
	#hidden = false;
	#selected = false;
	readonly #client: PredictClient;

	readonly known = $derived(this.#known[this.engine] ?? null);
	/** Whether times can be predicted; memory needs no rates. */
	readonly timed = $derived((this.known?.rates ?? null) !== null);
	readonly busy = $derived(['opening', 'preparing', 'measuring'].includes(this.state));
	readonly ready = $derived(!this.busy && this.#has(this.engine));
	/** Share of the calibration that is over, 0 to 1: compiling counts as a fifth of it. */
	readonly progress = $derived.by(() => {
		if (this.turns.done === 0) return 0.2 * (this.preparing?.share ?? 0);
		return 0.2 + (0.8 * this.turns.done) / this.turns.all;
	});

	/** @param client another door to the worker, for tests */
	constructor(client: PredictClient = new PredictClient()) {
		this.#client = client;
		client.listen((event) => {
			this.#take(event);
		});
	}

	/** Asks what there is to measure on; loads no engine. */
	look(): void {
		this.#client.send({ type: 'look' });
	}

	choose(engine: LabEngine): void {
		if (this.busy) return;
		this.#selected = true;
		this.engine = engine;
		this.state = 'idle';
		this.problem = null;
		this.#ask();
	}

	/** Calibrates in a fresh worker; what was known of the device stays until every network has had a turn. */
	start(): void {
		if (!this.ready) return;
		this.#client.close();
		this.state = 'opening';
		this.problem = null;
		this.preparing = null;
		this.#fresh = null;
		this.turns = { done: 0, all: 1 };
		if (this.#hidden) this.#client.send({ type: 'visibility', hidden: true });
		this.#client.send({ type: 'calibrate', engine: this.engine, rounds: ROUNDS });
	}

	/** Ends it at once; what was measured stays. */
	stop(): void {
		if (!this.busy) return;
		this.#client.close();
		this.state = 'stopped';
		this.#ask();
	}

	/** Asks for the times of these steps, and again whenever the rates change. */
	predict(steps: readonly AskedStep[]): void {
		this.#steps = steps;
		this.#ask();
	}

	/** Tells whether the reader sees the page: measuring waits while it is hidden. */
	set hidden(hidden: boolean) {
		if (hidden === this.#hidden) return;
		this.#hidden = hidden;
		if (this.busy) this.#client.send({ type: 'visibility', hidden });
	}

	/** Ends the worker. */
	dispose(): void {
		this.#client.dispose();
	}

	#has(engine: LabEngine): boolean {
		return this.entrants?.some((entrant) => entrant.engine === engine && entrant.found.here) ?? false;
	}

	/** While it measures, its worker is left alone: planning would disturb the clock. */
	#ask(): void {
		this.answers = null;
		const { engine } = this;
		const found = this.entrants?.find((entrant) => entrant.engine === engine)?.found;
		if (this.busy || this.#steps.length === 0 || found?.here !== true) return;
		const rates = this.known?.rates ?? noRates;
		const { software } = found.device;
		const steps = this.#steps.map(({ network, imageSize, batch }) => {
			// The protocol's lists are mutable, those of a block table are not.
			return { network: { ...network, stages: [...network.stages] }, imageSize, batch };
		});
		this.#client.send({ type: 'predict', id: ++this.#asked, engine, software, rates, steps });
	}

	#take(event: PredictEvent): void {
		switch (event.type) {
			case 'field':
				this.#meet(event.entrants);
				break;
			case 'device':
				this.#fresh = event.device;
				this.state = 'preparing';
				break;
			case 'preparing':
				this.preparing = { model: event.model, share: event.done / event.all };
				break;
			case 'measured': {
				const { done, all, rates, networks, errors } = event;
				this.state = 'measuring';
				this.turns = { done, all };
				// A few turns say less than a calibration that was there before.
				if (this.known !== null && done < all / ROUNDS) break;
				if (this.#fresh !== null) this.#keep({ device: this.#fresh, rates, networks, errors });
				break;
			}
			case 'end':
				this.state = 'finished';
				this.#ask();
				break;
			case 'predicted':
				if (event.id === this.#asked) this.answers = event.answers;
				break;
			case 'failure':
				this.#fail(event);
		}
	}

	/** The device that is being calibrated. */
	#fresh: LabDevice | null = null;

	#keep(calibration: DeviceCalibration): void {
		kept[this.engine] = calibration;
		this.#known = { ...this.#known, [this.engine]: calibration };
	}

	#fail({ kind, message, id }: Extract<PredictEvent, { type: 'failure' }>): void {
		if (id !== null && id !== this.#asked) return;
		this.problem = { kind, message };
		if (!this.busy) return;
		this.state = 'failed';
		this.#ask();
	}

	/** A real graphics card first; a program that plays one is no faster than the processor. */
	#meet(entrants: readonly LabEntrant[]): void {
		this.entrants = entrants;
		if (this.#selected || this.state !== 'idle') return;
		const real = entrants.find(({ found }) => found.here && !found.device.software);
		const known = this.engines.find((engine) => this.#known[engine] !== undefined);
		this.engine = known ?? real?.engine ?? 'wasm';
		this.#ask();
	}
}
