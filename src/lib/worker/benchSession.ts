import { EngineError } from '$lib/engine/executor';
import { gemmRate } from '$lib/engine/gemmRate';
import { requestGpu, type Gpu } from '$lib/engine/gpu';
import { openGpuLedger } from '$lib/engine/gpuLedger';
import { inCalm } from '$lib/engine/race/calm';
import { engineContestant, stockContestant } from '$lib/engine/race/contestant';
import { raceCourse } from '$lib/engine/race/course';
import { openField } from '$lib/engine/race/field';
import { race, RaceError, type Entry, type RaceEvent } from '$lib/engine/race/race';
import { webgpuReport } from '$lib/engine/report';
import { findVariant } from '$lib/model/variants';
import {
	contestantNames,
	type BenchCommand,
	type BenchEvent,
	type RaceFailureKind,
	type RaceRow,
	type RaceSettings
} from './benchProtocol';
import { breathe } from './breath';
import { Visibility } from './visibility';

interface BenchSessionOptions {
	readonly post: (event: BenchEvent) => void;
	/** Undefined where the browser has no WebGPU. */
	readonly gpu: GPU | undefined;
}

/** The contestants, in the order of their names in the protocol. */
const contestants = { webgpu: engineContestant('webgpu'), tfjs: stockContestant('tfjs', 'webgpu') };
const SEED = 0;

/** Follows the page's commands and tells what happens. It knows nothing of workers; whoever makes it carries the messages. */
export class BenchSession {
	readonly #post: BenchSessionOptions['post'];
	readonly #entryPoint: GPU | undefined;
	readonly #visibility = new Visibility();
	#gpu: Promise<Gpu | null> | null = null;
	#racing = false;

	constructor({ post, gpu }: BenchSessionOptions) {
		this.#post = post;
		this.#entryPoint = gpu;
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
				await this.#race(command.settings).catch((error: unknown) => {
					this.#fail(kindOf(error), error instanceof Error ? error.message : String(error));
				});
				this.#racing = false;
		}
	}

	/** The device, opened once and told each time; null, after having told why, where there is none. */
	async #look(): Promise<Gpu | null> {
		if (this.#entryPoint === undefined) {
			this.#post({ type: 'no-webgpu', reason: 'missing' });
			return null;
		}
		try {
			const gpu = await (this.#gpu ??= requestGpu(this.#entryPoint));
			if (gpu === null) {
				this.#post({ type: 'no-webgpu', reason: 'no-adapter' });
			} else {
				const { adapter, software } = webgpuReport('webgpu', gpu.info, []);
				this.#post({ type: 'device', adapter, software });
			}
			return gpu;
		} catch {
			this.#post({ type: 'no-webgpu', reason: 'failed' });
			return null;
		}
	}

	async #race({ model, imageSize, batch, repeats }: RaceSettings): Promise<void> {
		const variant = findVariant(model);
		if (variant === undefined) throw new RangeError(`There is no network called "${model}".`);
		const gpu = await this.#look();
		if (gpu === null) return;
		const calm = this.#visibility;
		const { gigaflops } = await inCalm(calm, () => gemmRate(gpu.device));
		this.#post({ type: 'matmul', gigaflops });
		const course = raceCourse(variant, { imageSize, batch }, SEED);
		const entries: Entry[] = contestantNames.map((name) => ({ contestant: contestants[name], course }));
		const field = await openField(Object.values(contestants), gpu);
		const ledger = openGpuLedger();
		try {
			for await (const event of race(entries, { field, ledger, repeats, executes: true, calm })) {
				this.#post(told(event));
				await breathe();
			}
		} finally {
			ledger.close();
			field.close();
		}
		this.#post({ type: 'end' });
	}

	#fail(kind: RaceFailureKind, message: string): void {
		this.#post({ type: 'failure', kind, message });
	}
}

/** A race's event as it crosses the door: by the contestant's name. */
function told({ entry, ...event }: RaceEvent): BenchEvent {
	const contestant = contestantNames[entry]!;
	if (event.type !== 'turn') return { ...event, contestant };
	const { rates, row } = event;
	// Here every adapter executes and nobody takes threads: the row has what the protocol asks for.
	return { type: 'turn', contestant, rates: [...rates], row: { ...row, engine: contestant } as RaceRow };
}

function kindOf(error: unknown): RaceFailureKind {
	if (error instanceof RaceError) return 'nonsense';
	if (error instanceof EngineError && error.kind !== 'bad-parameters') return error.kind;
	return 'internal';
}
