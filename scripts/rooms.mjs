/**
 * The walls of the house: for every room under src/, the rooms that it may import. ESLint enforces it, and
 * docs/architecture.md explains it.
 *
 * `random` is a leaf that every room may import. `worker` means the page's side of the door only (protocol and client);
 * `types:engine` means types only, `door:labs` those files of the labs that the page may load.
 */

/** Loaded by the worker, by Node or by both: neither Svelte nor SvelteKit may enter. @type {Record<string, string[]>} */
export const coreRooms = {
	random: [],
	paper: [],
	model: ['paper'],
	data: [],
	recipe: ['paper', 'model', 'data', 'types:engine'],
	engine: ['model', 'data'],
	runs: ['model', 'recipe'],
	labs: ['paper', 'model', 'data', 'recipe', 'engine'],
	worker: ['model', 'data', 'recipe', 'engine', 'runs', 'labs'],
	cli: ['paper', 'model', 'data', 'recipe', 'engine', 'runs', 'labs']
};

/** What draws. None of it may reach the engine: the worker is the only door. @type {Record<string, string[]>} */
export const pageRooms = {
	i18n: [],
	charts: [],
	ui: ['i18n'],
	state: ['model', 'types:data', 'recipe', 'runs', 'worker', 'door:labs', 'i18n'],
	figures: [
		...['paper', 'model', 'data', 'recipe', 'runs', 'worker', 'door:labs'],
		...['state', 'charts', 'ui', 'i18n']
	],
	article: ['paper', 'figures', 'ui', 'i18n'],
	routes: ['paper', 'model', 'state', 'charts', 'ui', 'figures', 'article', 'i18n']
};

/** Files of the worker room, and of the labs, that the page may load; the rest runs inside the worker. */
export const doorFiles = [
	'src/lib/worker/door.ts',
	'src/lib/worker/protocol.ts',
	'src/lib/worker/client.ts',
	'src/lib/worker/deviceProtocol.ts',
	'src/lib/worker/benchProtocol.ts',
	'src/lib/worker/benchClient.ts',
	'src/lib/worker/blocksProtocol.ts',
	'src/lib/worker/blocksClient.ts',
	'src/lib/worker/fusedProtocol.ts',
	'src/lib/worker/fusedClient.ts',
	'src/lib/worker/flowProtocol.ts',
	'src/lib/worker/flowClient.ts',
	'src/lib/worker/scheduleProtocol.ts',
	'src/lib/worker/scheduleClient.ts',
	'src/lib/worker/predictProtocol.ts',
	'src/lib/worker/predictClient.ts',
	'src/lib/worker/searchProtocol.ts',
	'src/lib/worker/searchClient.ts',
	'src/lib/worker/labProtocol.ts',
	'src/lib/worker/bottlenecksProtocol.ts',
	'src/lib/worker/bottlenecksClient.ts',
	'src/lib/labs/bottlenecks/document.ts',
	'src/lib/labs/bottlenecks/rows.ts',
	'src/lib/labs/bottlenecks/settings.ts',
	'src/lib/labs/flow/networks.ts',
	'src/lib/labs/search/budget.ts',
	'src/lib/labs/search/document.ts',
	'src/lib/labs/search/front.ts',
	'src/lib/labs/search/genes.ts',
	'src/lib/labs/search/rank.ts',
	'src/lib/labs/search/result.ts',
	'src/lib/labs/search/reward.ts',
	'src/lib/labs/search/settings.ts',
	'src/lib/labs/search/space.ts',
	'src/lib/labs/walk/addingUp.ts',
	'src/lib/labs/walk/layers.ts',
	'src/lib/labs/walk/maps.ts',
	'src/lib/labs/walk/patch.ts',
	'src/lib/labs/walk/photos.ts',
	'src/lib/labs/walk/steps.ts',
	'src/lib/labs/walk/stepsOf.ts',
	'src/lib/labs/walk/walk.ts'
];

/** Rooms outside src/lib, and files that belong to no room. */
const places = { cli: 'src/cli', routes: 'src/routes' };

/** Folder of a room, from the project's root. @param {string} room @returns {string} */
export const folderOf = (room) => places[/** @type {keyof typeof places} */ (room)] ?? `src/lib/${room}`;

/** Packages that only one room may load, and packages that the core rooms may not. */
export const enginePackages = ['@tensorflow/*', '@tensorflow/**', '@jax-js/*', 'webgpu'];
/** What a browser has by itself, and only lab has to bring along. */
export const labPackages = ['commander', 'jpeg-js', 'pngjs'];
export const pagePackages = [
	'svelte',
	'svelte/**',
	'@sveltejs/**',
	'$app/**',
	'$env/**',
	'bits-ui',
	'd3',
	'd3-*'
];
