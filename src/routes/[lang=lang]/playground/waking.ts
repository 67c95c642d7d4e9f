import type { Component } from 'svelte';
import { whenMoved } from '$lib/figures/near';
import type { Playground } from '$lib/state/playground.svelte';
import { panels, type PanelName } from './panels';

export type Panel = Component<{ playground: Playground }>;

const names = Object.keys(panels) as PanelName[];

/** Until the next picture is there: a press or a scroll gets in between, and the page is laid out. In the background there is none. */
const room = () =>
	new Promise((then) => {
		if (document.hidden) setTimeout(then);
		else requestAnimationFrame(() => setTimeout(then));
	});

/** From the window to the place, pixels. */
function distance(place: HTMLElement | undefined): number {
	if (place === undefined) return Infinity;
	const { top, bottom } = place.getBoundingClientRect();
	return Math.max(0, top - innerHeight, -bottom);
}

/**
 * Brings the panels to life. Those in the window come at once, all others at the reader's first move: the pressed one first, then
 * the nearest, each in a task of its own. One that cannot come keeps no other back.
 */
export class Waking {
	readonly #places = new Map<PanelName, HTMLElement>();
	/** Asked for once; null where it cannot come. */
	readonly #modules = new Map<PanelName, Promise<Panel | null>>();
	readonly #waiting = new Set<PanelName>();
	#pressed: PanelName | null = null;
	#work = Promise.resolve();
	#left = false;
	#observer: IntersectionObserver | null = null;
	#forget = () => {};
	readonly #onalive: (name: PanelName, panel: Panel) => void;

	/** @param onalive puts the panel in its place */
	constructor(onalive: (name: PanelName, panel: Panel) => void) {
		this.#onalive = onalive;
	}

	/** @returns What attaches a panel to its place, which is there before and after it comes. */
	place(name: PanelName): (place: HTMLElement) => () => void {
		return (place) => {
			const press = () => (this.#pressed = name);
			this.#places.set(name, place);
			place.addEventListener('pointerdown', press);
			return () => {
				this.#places.delete(name);
				place.removeEventListener('pointerdown', press);
			};
		};
	}

	/** Begins when the places are there; resolves when the panels in the window are alive. */
	async begin(): Promise<void> {
		const looked = new Promise<void>((look) => {
			this.#observer = new IntersectionObserver((changes) => {
				const seen = changes.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
				this.#bring(names.filter((name) => seen.some((place) => place === this.#places.get(name))));
				look();
			});
			for (const place of this.#places.values()) this.#observer.observe(place);
			if (document.hidden) look();
		});
		this.#forget = whenMoved(() => {
			this.#bring(names);
		});
		await looked;
		await this.#work;
	}

	/** Brings no more. */
	end(): void {
		this.#left = true;
		this.#observer?.disconnect();
		this.#forget();
	}

	#bring(asked: readonly PanelName[]): void {
		for (const name of asked) {
			if (this.#modules.has(name)) continue;
			const load: () => Promise<{ default: Panel }> = panels[name];
			const module = load().then(({ default: panel }) => panel);
			this.#modules.set(
				name,
				module.catch(() => null)
			);
			this.#waiting.add(name);
		}
		this.#work = this.#work.then(() => this.#wake());
	}

	async #wake(): Promise<void> {
		for (let name = this.#next(); name !== undefined && !this.#left; name = this.#next()) {
			this.#waiting.delete(name);
			const panel = await this.#modules.get(name);
			if (panel) this.#onalive(name, panel);
			await room();
		}
	}

	#next(): PanelName | undefined {
		const pressed = this.#pressed;
		if (pressed !== null && this.#waiting.has(pressed)) return pressed;
		const far = new Map([...this.#waiting].map((name) => [name, distance(this.#places.get(name))]));
		return [...far].toSorted(([, one], [, other]) => one - other)[0]?.[0];
	}
}
