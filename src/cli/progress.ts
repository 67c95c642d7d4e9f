import type { EvaluationEvent, StageEvent, StepEvent, TrainEvent } from '$lib/recipe/events';
import type { RunPlan } from '$lib/recipe/plan';
import type { Terminal } from './terminal';

/** Least time between two states of the line that a screen shows, ms. */
const REFRESH_MS = 250;

/** Tells on standard error how a run goes: a line per evaluation, on a screen also one that changes with the steps. */
export class Progress {
	readonly #terminal: Terminal;
	readonly #plan: RunPlan;
	readonly #clock: () => number;
	#shownAt = -Infinity;
	#recent: StepEvent[] = [];

	constructor(terminal: Terminal, plan: RunPlan, clock: () => number) {
		this.#terminal = terminal;
		this.#plan = plan;
		this.#clock = clock;
	}

	note(event: TrainEvent): void {
		if (event.type === 'step') this.#step(event);
		else if (event.type === 'stage') {
			this.#line(`Stage ${event.stage + 1}: ${event.size} px, ${regularisers(event)}`);
		} else if (event.type === 'evaluation') this.#line(this.#evaluation(event));
		else if (event.type === 'end') this.#line(`Trained ${event.steps} steps in ${seconds(event.trainMs)}`);
	}

	#step(event: StepEvent): void {
		this.#recent.push(event);
		if (!this.#terminal.live || this.#clock() - this.#shownAt < REFRESH_MS) return;
		this.#shownAt = this.#clock();
		this.#terminal.err(`\r\x1b[K${this.#training()}`);
	}

	/** Mean of the steps since the last evaluation. */
	#training(): string {
		const last = this.#recent.at(-1);
		if (!last) return '';
		const mean = (of: (event: StepEvent) => number) =>
			this.#recent.reduce((sum, event) => sum + of(event), 0) / this.#recent.length;
		const accuracy = percent(mean(({ correct, images }) => correct / images));
		const step = `step ${last.step + 1}/${this.#plan.totalSteps}`;
		return `epoch ${last.epoch.toFixed(2)}, ${step}: loss ${mean(({ loss }) => loss).toFixed(3)}, right ${accuracy}`;
	}

	#evaluation({ size, correct, images, loss, weights, final }: EvaluationEvent): string {
		const whose = weights === 'ema' ? ', moving average' : '';
		const judged = `test at ${size} px${whose}: ${percent(correct / images)} of ${images}, loss ${loss.toFixed(3)}`;
		const training = final ? '' : this.#training();
		this.#recent = [];
		return training === '' ? judged : `${training}; ${judged}`;
	}

	#line(text: string): void {
		this.#terminal.err(this.#terminal.live ? `\r\x1b[K${text}\n` : `${text}\n`);
	}
}

/** Dropout, and whatever else is not off. */
function regularisers({ dropout, randaugment, mixup, cutmix, dropPath }: StageEvent): string {
	const others = Object.entries({ RandAugment: randaugment, mixup, CutMix: cutmix, 'drop path': dropPath });
	const on = others.filter(([, strength]) => strength > 0);
	return [['dropout', dropout] as const, ...on]
		.map(([name, value]) => `${name} ${rounded(value)}`)
		.join(', ');
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const rounded = (value: number) => Number(value.toPrecision(3)).toString();
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
