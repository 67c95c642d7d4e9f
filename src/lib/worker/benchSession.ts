import { EngineError } from '$lib/engine/executor';
import { gemmRate } from '$lib/engine/gemmRate';
import type { Gpu } from '$lib/engine/gpu';
import { openGpuLedger } from '$lib/engine/gpuLedger';
import { inCalm } from '$lib/engine/race/calm';
import type { Contestant } from '$lib/engine/race/contestant';
import { raceCourse } from '$lib/engine/race/course';
import { openField, type Field } from '$lib/engine/race/field';
import { race, RaceError, type RaceEvent } from '$lib/engine/race/race';
import type { KernelSource } from '$lib/engine/wasm/module';
import { findVariant } from '$lib/model/variants';
import {
	contestantNames,
	type BenchCommand,
	type BenchEvent,
	type ContestantName,
	type Entrant,
	type RaceDevice,
	type RaceFailureKind,
	type RaceRow
} from './benchProtocol';
import { breathe } from './breath';
import { contestantNamed, deviceOf, entrantsOf } from './entrants';
import { GpuFinder } from './gpuFinder';
import { Visibility } from './visibility';

interface BenchSessionOptions {
	readonly post: (event: BenchEvent) => void;
	/** Undefined where the browser has no WebGPU. */
	readonly gpu: GPU | undefined;
	/** Where the processor engine's kernels come from; loads none of them. */
	readonly kernels: () => Promise<KernelSource>;
}

type RaceCommand = Extract<BenchCommand, { type: 'race' }>;

/** Who takes part. */
interface Starter {
	readonly name: ContestantName;
	readonly contestant: Contestant;
}

const SEED = 0;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BenchSession {
	readonly #post: BenchSessionOptions['post'];
	readonly #finder: GpuFinder;
	readonly #kernels: BenchSessionOptions['kernels'];
	readonly #visibility = new Visibility();
	#racing = false;

	constructor({ post, gpu, kernels }: BenchSessionOptions) {
		this.#post = post;
		this.#finder = new GpuFinder(gpu);
		this.#kernels = kernels;
	}

	/** Follows a command; resolves when it is done. Never rejects: failures are told as events. */
	async handle(command: BenchCommand): Promise<void> {
		switch (command.type) {
			case 'look':
				await this.#look();
				break;
			case 'visibility':
				this.#visibility.hidden = command.hidden;
				break;
			case 'race':
				if (this.#racing) return this.#fail('bad-command', 'A race is under way.');
				this.#racing = true;
				await this.#race(command).catch((error: unknown) => {
					this.#fail(kindOf(error), error instanceof Error ? error.message : String(error));
				});
				this.#racing = false;
		}
	}

	/** Tells who could race; the GPU is opened once. */
	async #look() {
		const [{ gpu, found }, kernels] = await Promise.all([this.#finder.find(), this.#kernels()]);
		const entrants = entrantsOf(found, kernels);
		this.#post({ type: 'field', entrants });
		return { gpu, kernels, entrants };
	}

	async #race({ settings, contestants }: RaceCommand): Promise<void> {
		const { model, imageSize, batch, repeats } = settings;
		const variant = findVariant(model);
		if (variant === undefined) throw new RangeError(`There is no network called "${model}".`);
		const { gpu: found, kernels, entrants } = await this.#look();
		const starters = startersOf(contestants, entrants);
		// A race without WebGPU is no concern of its device, nor of what happens to it.
		const gpu = starters.some(({ contestant }) => contestant.usesWebgpu) ? found : null;
		await this.#measureMatmul(starters, gpu, kernels);
		const course = raceCourse(variant, { imageSize, batch }, SEED);
		const entries = starters.map(({ contestant }) => ({ contestant, course }));
		const field = await openField(
			starters.map(({ contestant }) => contestant),
			gpu,
			kernels
		);
		const ledger = gpu === null ? null : openGpuLedger();
		try {
			const devices = this.#meet(starters, field);
			const conditions = { field, ledger, repeats, executes: true, calm: this.#visibility };
			for await (const event of race(entries, conditions)) {
				this.#post(told(event, starters[event.entry]!.name, devices[event.entry]!));
				await breathe();
			}
		} finally {
			ledger?.close();
			field.close();
		}
		this.#post({ type: 'end' });
	}

	/** What the race's devices reach at best, where they have somebody who is measured by it. */
	async #measureMatmul(starters: readonly Starter[], gpu: Gpu | null, kernels: KernelSource): Promise<void> {
		if (gpu !== null) {
			const { gigaflops } = await inCalm(this.#visibility, () => gemmRate(gpu.device));
			this.#post({ type: 'matmul', of: 'webgpu', gigaflops });
		}
		if (!starters.some(({ name }) => name === 'wasm')) return;
		const { wasmGemmRate } = await import('$lib/engine/wasm/gemmRate');
		const gigaflops = await inCalm(this.#visibility, () => wasmGemmRate(kernels));
		this.#post({ type: 'matmul', of: 'wasm', gigaflops });
	}

	/** The devices of the starters in their order, told to the page. */
	#meet(starters: readonly Starter[], field: Field): RaceDevice[] {
		return starters.map(({ name, contestant }) => {
			const engine = field.hostOf(contestant);
			if (engine === null) throw new EngineError('unavailable', `The engine of "${name}" was not opened.`);
			const device = deviceOf(engine.device, contestant.threads);
			this.#post({ type: 'device', contestant: name, device });
			return device;
		});
	}

	#fail(kind: RaceFailureKind, message: string): void {
		this.#post({ type: 'failure', kind, message });
	}
}

/** The chosen ones in the order of the protocol. Throws EngineError `unavailable` for one that is not to be had here. */
function startersOf(chosen: readonly ContestantName[], entrants: readonly Entrant[]): Starter[] {
	return contestantNames
		.filter((name) => chosen.includes(name))
		.map((name) => {
			const found = entrants.find(({ contestant }) => contestant === name)?.found;
			if (!found?.here) throw new EngineError('unavailable', `"${name}" cannot run in this browser.`);
			return { name, contestant: contestantNamed(name, found.device.threads) };
		});
}

/** A race's event as it crosses the door: by the contestant's name. */
function told({ entry: _, ...event }: RaceEvent, contestant: ContestantName, device: RaceDevice): BenchEvent {
	if (event.type !== 'turn') return { ...event, contestant };
	const { rates, row } = event;
	const { threads } = device;
	// Here every adapter executes: the row has what the protocol asks for.
	return {
		type: 'turn',
		contestant,
		rates: [...rates],
		row: { ...row, engine: contestant, threads } as RaceRow
	};
}

function kindOf(error: unknown): RaceFailureKind {
	if (error instanceof RaceError) return 'nonsense';
	if (error instanceof EngineError && error.kind !== 'bad-parameters') return error.kind;
	return 'internal';
}
