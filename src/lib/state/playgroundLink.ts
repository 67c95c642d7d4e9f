/**
 * The playground as the fragment of a link: its settings as `runs/link.ts` writes them, then `view=1` and what is looked at
 * otherwise than at first, e.g. `run=1&batch=8&view=1&view.axis=time&view.stop=3`. docs/runs.md has the rules. It loads
 * when a link is made or opened.
 */
import { engineChoiceSchema, type EngineChoice } from '$lib/worker/deviceProtocol';
import type { RunConfig } from '$lib/recipe/config';
import { readRunLink, runLink } from '$lib/runs/link';
import { field, flag, oneOf, whole, wholeOrNone, withinOrNone, type ValuesOf } from './addressed';
import type { Playground } from './playground.svelte';
import { readFields, writtenFields } from './query';
import { dataSources, firstView, inspectViews, lossScales, memories, xAxes, type View } from './view';

const VERSION = '1';
const PREFIX = 'view.';
/** Characters that are looked at; what is written here is shorter. */
const longest = 6000;
/** Characters of an unknown name that are told. */
const longestName = 60;
const most = 1_000_000;

export const viewFields = {
	source: oneOf(dataSources),
	free: flag(firstView.free),
	stages: flag(firstView.stages),
	recipe: flag(firstView.recipe),
	norm: flag(firstView.norm),
	tracks: flag(firstView.tracks),
	table: flag(firstView.table),
	inspect: flag(firstView.inspect),
	axis: oneOf(xAxes),
	loss: oneOf(lossScales),
	smoothing: oneOf(memories, firstView.smoothing),
	epoch: withinOrNone(0, most),
	look: oneOf(inspectViews),
	side: wholeOrNone(8, 512),
	weights: oneOf(['parameters', 'ema']),
	/** Where training stops, and in what that is counted. */
	stop: withinOrNone(0, most),
	count: oneOf(['epochs', 'steps']),
	gentle: flag(false),
	engine: field<EngineChoice>(engineChoiceSchema, 'auto'),
	/** The first of the training images that are shown, and which draw of them. */
	images: whole(0, most, 0),
	draw: whole(0, most, 0),
	/** The test image that is looked at. */
	image: whole(0, most, 0)
};
export type ViewValues = ValuesOf<typeof viewFields>;

/** Images of the reader's own, which no link holds. */
export type OwnImages = Exclude<RunConfig['data']['kind'], 'procedural'>;

export interface LinkedPlayground {
	readonly config: RunConfig;
	/** Null in a link that was made without. */
	readonly view: ViewValues | null;
	/** Names in the link that say nothing or have values that do not fit. */
	readonly ignored: readonly string[];
	/** What the sender's images were, where they stayed on the sender's computer. */
	readonly files: OwnImages | null;
}

/** The fragment, without `#`. */
export function playgroundLink(playground: Playground): string {
	return writtenLink(playground.draft.config, viewOf(playground));
}

export function writtenLink(config: RunConfig, view: ViewValues): string {
	return [runLink(config), `view=${VERSION}`, writtenFields(viewFields, view, PREFIX)]
		.filter(Boolean)
		.join('&');
}

/** What a fragment says; null where it links to no run. Never throws. */
export function readPlaygroundLink(fragment: string): LinkedPlayground | null {
	const parts = fragment.slice(0, longest).replace(/^[?#]/, '').split('&');
	const isView = (part: string) => /^view(\.|=|$)/.test(part);
	const run = readRunLink(parts.filter((part) => !isView(part)).join('&'));
	if (run === null) return null;
	const { view, ignored } = readView(parts.filter(isView).join('&'));
	const { config } = run;
	const cut = fragment.length > longest && !run.ignored.includes('…') ? ['…'] : [];
	const files = config.data.kind === 'procedural' ? null : config.data.kind;
	return { config, view, ignored: [...run.ignored, ...ignored, ...cut], files };
}

function readView(query: string): Pick<LinkedPlayground, 'view' | 'ignored'> {
	const entries = new Map(new URLSearchParams(query));
	const version = entries.get('view');
	if (version !== VERSION) return { view: null, ignored: entries.size === 0 ? [] : ['view'] };
	entries.delete('view');
	const known = (name: string) => Object.hasOwn(viewFields, name.slice(PREFIX.length));
	const own = new Map([...entries].map(([name, text]) => [name.slice(PREFIX.length), text]));
	const { values, refused } = readFields(viewFields, own);
	const unknown = [...entries.keys()].filter((name) => !known(name));
	const ignored = [...refused.map((name) => PREFIX + name), ...unknown];
	return { view: values, ignored: ignored.map((name) => name.slice(0, longestName)) };
}

/** How the playground is looked at now. */
export function viewOf({ view, going, sight, inspection, choosing, choice }: Playground): ViewValues {
	return {
		...view,
		stop: going.stop.value,
		count: going.stop.unit,
		gentle: going.gentle.on,
		engine: choosing ?? choice,
		images: sight.first,
		draw: sight.draw,
		image: inspection.image
	};
}

/** Shows the playground that way. The receiver's own choice to be gentle stays; the sender's holds for this visit. */
export function showAs(playground: Playground, values: ViewValues): void {
	const { stop, count, gentle, engine, images, draw, image, ...view } = values;
	const { going, sight, inspection } = playground;
	Object.assign(playground.view, view satisfies View);
	going.stop.problem = null;
	going.stop.unit = count;
	going.stop.value = stop;
	if (gentle) going.lendGentle();
	sight.first = images;
	sight.draw = draw;
	inspection.expect(image);
	if (playground.data !== null) sight.ask(playground.draft.config);
	if (engine !== (playground.choosing ?? playground.choice)) playground.chooseEngine(engine);
}
