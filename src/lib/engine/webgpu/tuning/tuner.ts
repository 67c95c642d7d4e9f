/** Chooses the tiles of a plan's products by measurement, keeps the choices, and knows when to stop. */
import type { Kernel, Stored } from '../../plan/kernel';
import { multiplyAdds } from '../../plan/macs';
import type { DeviceReport } from '../../executor';
import type { LiveCompiler } from '../live';
import { nameOf, plainTile, tileFor, tilesFor, type Target, type Tile } from '../tile';
import type { Choices, TuningStore } from './store';
import { tryTiles } from './trial';

/**
 * Time for trials before a step is ready, ms. A GPU tries a kernel in some tens of milliseconds. A software adapter
 * needs more for compiling alone, so there a session's first step is not kept waiting, and each later one tries a kernel
 * or two, the largest first.
 */
const GPU_LIMIT_MS = 1500;
const SOFTWARE_LIMIT_MS = { first: 0, later: 300 };

/** Operands in float16 take the tiles of float32: the trials' noise is of the latter. */
function inFloat32(kernel: Kernel): Kernel {
	const bare: Kernel & Stored = { ...kernel };
	delete bare.half;
	return bare;
}

const keyOf = (kernel: Kernel) => JSON.stringify(inFloat32(kernel));

/** The device that is tuned for. */
export interface Tuned extends LiveCompiler {
	readonly target: Target;
	readonly report: DeviceReport;
}

export class Tuner {
	readonly #context: Tuned;
	readonly #store: TuningStore | null;
	readonly #adapter: string;
	readonly #chosen = new Map<string, Tile>();
	#stored: Promise<Choices> | null = null;
	#first = true;

	/** Without a store nothing is measured: the best guesses are taken. */
	constructor(context: Tuned, store: TuningStore | null, adapter: string) {
		this.#context = context;
		this.#store = store;
		this.#adapter = adapter;
	}

	/** The tile to compile a kernel with. Once asked for it stays, so that a run's results do not change on its way. */
	tileOf(kernel: Kernel): Tile {
		const key = keyOf(kernel);
		const tile = this.#chosen.get(key) ?? tileFor(kernel, this.#context.target);
		this.#chosen.set(key, tile);
		return tile;
	}

	/**
	 * Takes stored choices, then measures what has none, the most multiply-adds first, until the time is up. What was
	 * already compiled keeps its tile; the choice is for the next session.
	 */
	async tune(kernels: readonly Kernel[], limitMs = this.#limitMs()): Promise<void> {
		if (this.#store === null) return;
		this.#first = false;
		this.#stored ??= this.#store.read(this.#adapter);
		const stored = await this.#stored;
		const open = new Map<string, Kernel>();
		for (const kernel of kernels) {
			const key = keyOf(kernel);
			const tiles = tilesFor(kernel, this.#context.target);
			if (tiles.length < 2) continue;
			const known = tiles.find((tile) => nameOf(tile) === stored[key]);
			if (known === undefined) open.set(key, inFloat32(kernel));
			else if (!this.#chosen.has(key)) this.#chosen.set(key, known);
		}
		await this.#measure(open, limitMs);
	}

	async #measure(open: ReadonlyMap<string, Kernel>, limitMs: number): Promise<void> {
		const end = performance.now() + limitMs;
		const expired = () => performance.now() > end;
		const byWork = [...open].sort(([, a], [, b]) => multiplyAdds(b) - multiplyAdds(a));
		const found: Record<string, string> = {};
		for (const [key, kernel] of byWork) {
			if (expired()) break;
			const tiles = tilesFor(kernel, this.#context.target);
			const [best] = await tryTiles(this.#context, kernel, plainTile, tiles, expired);
			this.#context.check();
			if (best === undefined) continue;
			if (!this.#chosen.has(key)) this.#chosen.set(key, best.tile);
			// A trial that was cut short decides for this session only.
			if (!expired()) found[key] = nameOf(best.tile);
		}
		if (Object.keys(found).length === 0) return;
		const all = { ...(await this.#stored), ...found };
		this.#stored = Promise.resolve(all);
		await this.#store?.write(this.#adapter, all);
	}

	#limitMs(): number {
		if (!this.#context.report.software) return GPU_LIMIT_MS;
		return this.#first ? SOFTWARE_LIMIT_MS.first : SOFTWARE_LIMIT_MS.later;
	}
}
