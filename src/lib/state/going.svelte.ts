import { stepsPerEpoch } from '$lib/recipe/schedule';
import type { Command } from '$lib/worker/protocol';
import { imageCost } from './cost';
import { timeLeft } from './forecast';
import { Gentle } from './gentle.svelte';
import { imagesOfEpoch } from './images';
import { Stop, type Course } from './stop.svelte';
import type { UnderWay } from './underWay';

/** How training goes: how fast, how long still, where it stops, and how much of the device's time it takes. */
export class Going {
	readonly gentle = new Gentle();
	readonly stop: Stop;
	readonly #playground: UnderWay;
	readonly #send: (command: Command) => void;
	readonly #model = $derived.by(() => this.#playground.run?.config.model ?? null);
	readonly #cost = $derived(this.#model === null ? () => 1 : imageCost(this.#model));

	/** By the clock, over the last seconds of training; null before the third step at a size. */
	readonly imagesPerSecond = $derived.by(() => {
		const { imagesPerSecond } = this.#playground.record;
		return imagesPerSecond === null ? null : imagesPerSecond / this.gentle.factor;
	});
	/** Training time until the run's last step, ms, predicted from the pace so far; null before the first step. */
	readonly trainingMsLeft = $derived.by(() => this.#timeLeft(Infinity));
	/** Time by the clock until training stops, ms; null before the first step. */
	readonly msLeft = $derived.by(() => {
		const ms = this.#timeLeft(this.stop.ahead ?? Infinity);
		return ms === null ? null : ms * this.gentle.factor;
	});

	constructor(playground: UnderWay, send: (command: Command) => void) {
		this.#playground = playground;
		this.#send = send;
		this.stop = new Stop(
			() => this.#course(),
			(stop) => {
				if (playground.busy) send({ type: 'stop-at', stop });
			}
		);
	}

	/** Tells a worker that has just been started what it cannot know. */
	introduce(): void {
		if (this.gentle.on) this.#send({ type: 'gentle', on: true });
	}

	/** Leaves time to the page and the device from now on, or no longer. */
	setGentle(on: boolean): void {
		this.gentle.on = on;
		this.#send({ type: 'gentle', on });
	}

	/** The same for this visit only: a link's wish changes no choice that is kept. A worker not yet started hears it then. */
	lendGentle(): void {
		this.gentle.lend();
		const { starting, device } = this.#playground;
		if (starting || device !== null) this.#send({ type: 'gentle', on: true });
	}

	#course(): Course {
		const { run, record, draft, data, goesOn } = this.#playground;
		const config = goesOn && run !== null ? run.config : draft.config;
		const perEpoch = stepsPerEpoch(imagesOfEpoch(config, data), config.batch);
		const epochs = config.stages.reduce((sum, stage) => sum + stage.epochs, 0);
		return {
			stepsPerEpoch: perEpoch,
			steps: goesOn && run !== null ? run.steps : Math.round(epochs * perEpoch),
			done: goesOn ? record.steps : 0
		};
	}

	#timeLeft(until: number): number | null {
		const { run, record } = this.#playground;
		if (record.last === null || run === null) return null;
		const stages = run.stages.map((stage) => ({ ...stage, to: Math.min(stage.to, until) }));
		return timeLeft(stages, record.last.step + 1, record.stopwatch, this.#cost);
	}
}
