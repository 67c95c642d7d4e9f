import { largestOf, type Place } from '$lib/labs/walk/maps';
import { withinPhoto, windowSide, type Corner } from '$lib/labs/walk/patch';
import { photos, type Photo } from '$lib/labs/walk/photos';
import type { Step, StepKind } from '$lib/labs/walk/steps';
import { walk, type BlockSettings } from '$lib/labs/walk/walk';
import type { BlockOp } from '$lib/model/variant';
import { placeIn } from './picking';
import { sameStep } from './sameStep';

/** Seeds are uint32. */
export const largestSeed = 2 ** 32 - 1;

/** A reader's walk: what goes through which block, at which step it is, and which output is looked at. */
export class Walking {
	#block = $state<BlockOp>('mbconv');
	#settings = $state.raw<BlockSettings>({ expandRatio: 2, stride: 1, squeeze: true });
	#seed = $state(1);
	#photo = $state.raw<Photo>(photos[0]);
	#corner = $state.raw<Corner>({ left: 10, top: 10 });
	#index = $state(0);
	#chosen = $state.raw<Place>({ channel: 0, y: windowSide / 2 - 1, x: windowSide / 2 - 1 });
	/** What the pointer is over, until it leaves. */
	#hovered = $state.raw<Place | null>(null);

	/** Begins at the first step of a kind, or where the block has none of it, at its input. */
	constructor(block: BlockOp = 'mbconv', step: StepKind = 'input') {
		this.#block = block;
		this.step = Math.max(
			0,
			this.steps.findIndex(({ kind }) => kind === step)
		);
	}

	/** The steps of both kinds of block, on the same window. */
	readonly walks: Readonly<Record<BlockOp, readonly Step[]>> = $derived.by(() => {
		const window = { photo: this.#photo, corner: this.#corner };
		const through = (op: BlockOp) => walk(op, this.#settings, this.#seed, window);
		return { mbconv: through('mbconv'), fused_mbconv: through('fused_mbconv') };
	});

	readonly steps = $derived(this.walks[this.#block]);
	/** The step that is looked at. */
	readonly now: Step = $derived(this.steps[this.#index] ?? this.steps[0]!);
	/** The output that is looked at: under the pointer, or else the chosen one. */
	readonly place: Place = $derived(placeIn(this.now.after, this.#hovered ?? this.#chosen));
	/** Largest absolute value of the tensors that are shown: full colour. */
	readonly most: number = $derived.by(() => {
		const { now } = this;
		const others = now.kind === 'add' ? [now.skip] : [];
		return Math.max(...[now.before, now.after, ...others].map(largestOf));
	});

	get block(): BlockOp {
		return this.#block;
	}

	set block(block: BlockOp) {
		this.#change(() => (this.#block = block));
	}

	get settings(): BlockSettings {
		return this.#settings;
	}

	set<Field extends keyof BlockSettings>(field: Field, value: BlockSettings[Field]): void {
		this.#change(() => (this.#settings = { ...this.#settings, [field]: value }));
	}

	get seed(): number {
		return this.#seed;
	}

	/** Takes a seed, or tells that it is none. */
	trySeed(seed: number): boolean {
		const fits = Number.isInteger(seed) && seed >= 0 && seed <= largestSeed;
		if (fits) this.#seed = seed;
		return fits;
	}

	get photo(): Photo {
		return this.#photo;
	}

	set photo(photo: Photo) {
		this.#photo = photo;
		this.corner = this.#corner;
	}

	get corner(): Corner {
		return this.#corner;
	}

	/** Moves the window to the nearest place on the photograph. */
	set corner(corner: Corner) {
		const next = withinPhoto(this.#photo, corner);
		if (next.left !== this.#corner.left || next.top !== this.#corner.top) this.#corner = next;
	}

	/** Number of the step that is looked at, from 0. */
	get step(): number {
		return this.#index;
	}

	set step(step: number) {
		this.#index = Math.max(0, Math.min(this.steps.length - 1, step));
		this.#hovered = null;
	}

	/** The output that is looked at while the pointer is over none; it may be beyond the tensor of this step. */
	get chosen(): Place {
		return this.#chosen;
	}

	choose(place: Place): void {
		this.#chosen = place;
		this.#hovered = null;
	}

	hover(place: Place | null): void {
		this.#hovered = place;
	}

	/** Changes the block and stays at what was looked at. */
	#change(change: () => void): void {
		const { steps, step } = this;
		change();
		this.step = sameStep(steps, step, this.steps);
	}
}
