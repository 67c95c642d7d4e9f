/**
 * Size budgets of the built site, measured on build/ with gzip at its default level: the JavaScript that a page loads
 * at once, the worker with one engine, the largest file.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kilobyte = 1000;
const budgets = {
	page: 120 * kilobyte,
	worker: 160 * kilobyte,
	/** The processor engine: what only it loads, and the largest build of its kernels. */
	wasm: 60 * kilobyte,
	/** What reads the reader's own files: only who brings some loads it. */
	files: 20 * kilobyte,
	/** Stock TensorFlow.js with `tf.layers`: what it is, and only who starts a race loads it. */
	rival: 240 * kilobyte,
	asset: 3000 * kilobyte,
	/** Everything at once, for whoever takes the site along. */
	archive: 12_000 * kilobyte
};
const root = fileURLToPath(new URL('../build', import.meta.url));

/** What only TensorFlow.js's own code holds: the name of its global engine, and its kernels with their backend. */
const tensorflow = /_tfengine|\bbackendName:["'`]/;
const kernel = /\bbackendName:["'`](\w+)["'`]/;
/** What only the compiled engine on WebGPU holds: how threads of its kernels hand values round. */
const shaders = /\bquadBroadcast\b/;
/** What only the processor engine holds: the name of a build of its kernels, and their addresses. */
const processor = /["'`]relaxed-simd["'`]/;
const wasmAddress = /["'`](\.[^"'`]+\.wasm)["'`]/g;
/** What only the readers of files hold: the name that they ask for. */
const readers = /cifar-10-binary\.tar\.gz/;
/** What only `tf.layers` holds: the name of its simplest model. */
const layers = /\bclassName\s*=\s*["'`]Sequential["'`]/;

if (!existsSync(root)) {
	console.error('There is no built site in build/: run "npm run build" first.');
	process.exit(1);
}

/** @type {string[]} */
const files = readdirSync(root, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile())
	.map((entry) => join(entry.parentPath, entry.name));

/** @type {Map<string, string>} */
const texts = new Map();
/** @param {string} file */
function text(file) {
	let known = texts.get(file);
	if (known === undefined) texts.set(file, (known = readFileSync(file, 'utf8')));
	return known;
}

/** @type {Map<string, number>} */
const sizes = new Map();
/** @param {string} file */
function gzipBytes(file) {
	let known = sizes.get(file);
	if (known === undefined) sizes.set(file, (known = gzipSync(readFileSync(file)).length));
	return known;
}

/** Files of the build that a chunk names through `pattern`. @param {string} file @param {RegExp} pattern */
function named(file, pattern) {
	return [...text(file).matchAll(pattern)]
		.map((match) => resolve(dirname(file), match[1] ?? ''))
		.filter((target) => target.endsWith('.js') && existsSync(target));
}

const staticImport = /(?:\bfrom|\bimport)\s*["'`](\.[^"'`]+)["'`]/g;
const dynamicImport = /\bimport\(\s*["'`](\.[^"'`]+)["'`]/g;

/** Everything that loads at once with these files. @param {Iterable<string>} entries @returns {Set<string>} */
function closure(entries) {
	const found = new Set(entries);
	for (const file of found) for (const next of named(file, staticImport)) found.add(next);
	return found;
}

/**
 * Everything that may load, now or later, but for what only the files in `without` bring along.
 * @param {string} entry @param {Set<string>} [without] @returns {Set<string>}
 */
function reach(entry, without = new Set()) {
	const found = new Set([entry]);
	for (const file of found) {
		for (const next of named(file, staticImport)) found.add(next);
		for (const next of named(file, dynamicImport)) if (!without.has(next)) found.add(next);
	}
	return found;
}

/** Whether a chunk, or what it loads at once, holds a pattern. @param {string} file @param {RegExp} pattern */
const brings = (file, pattern) => [...closure([file])].some((each) => pattern.test(text(each)));

/** @param {Iterable<string>} chunks */
const total = (chunks) => [...chunks].reduce((sum, file) => sum + gzipBytes(file), 0);

let failed = 0;

/** @param {string} what @param {number} bytes @param {number} budget @param {string} [unit] */
function check(what, bytes, budget, unit = 'kB gzip') {
	const ok = bytes <= budget;
	if (!ok) failed += 1;
	console.log(
		`${ok ? 'ok  ' : 'OVER'} ${(bytes / kilobyte).toFixed(1).padStart(8)} of ${budget / kilobyte} ${unit}  ${what}`
	);
}

/** @param {string} sentence */
function fail(sentence) {
	failed += 1;
	console.log(`FAIL ${sentence}`);
}

/** JavaScript that a page's HTML asks for: preloads, scripts and the imports of its inline start script. @param {string} page */
function entriesOf(page) {
	const names = [...text(page).matchAll(/_app\/immutable\/[\w./-]+\.js/g)].map((match) =>
		join(root, match[0])
	);
	return new Set(names.filter((file) => existsSync(file)));
}

const pages = files.filter((file) => file.endsWith('.html'));
for (const page of pages) {
	const chunks = closure(entriesOf(page));
	const name = `/${relative(root, page)}`;
	check(name, total(chunks), budgets.page);
	for (const chunk of chunks) {
		if (tensorflow.test(text(chunk))) fail(`${name} loads TensorFlow.js: ${relative(root, chunk)}`);
	}
}
if (pages.length === 0) fail('The build holds no page.');

/**
 * What a worker loads for the processor engine beside itself: code, and the largest build of the kernels.
 * @param {string} worker @param {Set<string>} later
 */
function checkProcessor(worker, later) {
	const code = [...later].filter((file) => brings(file, processor));
	const addresses = [...later].filter((file) => text(file).search(wasmAddress) >= 0);
	const kernels = addresses.flatMap((file) =>
		[...text(file).matchAll(wasmAddress)].map((match) => resolve(dirname(file), match[1] ?? ''))
	);
	if (code.length === 0 || kernels.length !== 4) {
		fail(`${relative(root, worker)} does not hold the processor engine with four builds of its kernels.`);
		return;
	}
	const atOnce = closure([worker]);
	const chunks = [...closure([...code, ...addresses])].filter((file) => !atOnce.has(file));
	const larger = Math.max(...kernels.map(gzipBytes));
	check('the processor engine with its kernels', total(chunks) + larger, budgets.wasm);
}

let races = 0;
let fileReaders = 0;
/** A thread of the processor engine loads nothing but itself. */
const isThread = (/** @type {string} */ file) => /\/team\.worker-/.test(file);
const workers = files.filter((file) => /\.worker-[\w-]+\.js$/.test(file) && !isThread(file));
if (workers.length === 0) fail('The build holds no worker.');
for (const worker of workers) {
	const later = new Set([...reach(worker)].flatMap((file) => named(file, dynamicImport)));
	const rivals = [...later].filter((file) => brings(file, layers));
	const compiled = (/** @type {string} */ file) => shaders.test(text(file)) || brings(file, processor);
	const backends = new Set(
		[...later].filter((file) => !rivals.includes(file) && (kernel.test(text(file)) || compiled(file)))
	);
	check(`${relative(root, worker)}, at once`, total(closure([worker])), budgets.worker);
	const files = [...later].filter((file) => readers.test(text(file)));
	for (const backend of backends) {
		const others = new Set([...backends, ...rivals, ...files].filter((file) => file !== backend));
		const library = kernel.exec(text(backend))?.[1];
		// In the race's worker a backend of TensorFlow.js comes with the rival and never without.
		if (library !== undefined && rivals.length > 0) continue;
		const own = brings(backend, processor) ? 'the processor engine' : 'the compiled engine on WebGPU';
		const name = library === undefined ? own : `TensorFlow.js on ${library}`;
		check(`the worker with ${name}`, total(reach(worker, others)), budgets.worker);
	}
	checkProcessor(worker, later);
	for (const chunk of files) {
		const atOnce = closure([worker]);
		const own = [...closure([chunk])].filter((file) => !atOnce.has(file));
		check(`${relative(root, chunk)}, the readers of files`, total(own), budgets.files);
		fileReaders += 1;
	}
	races += rivals.length;
	for (const rival of rivals) {
		const library = kernel.exec(text(rival))?.[1] ?? 'webgpu';
		const others = [...backends].filter((file) => kernel.exec(text(file))?.[1] !== library);
		const without = new Set([...others, ...rivals.filter((file) => file !== rival)]);
		check(`the worker with stock TensorFlow.js on ${library}`, total(reach(worker, without)), budgets.rival);
	}
	if (backends.size < 2) fail('The worker lacks the compiled engine or every backend of TensorFlow.js.');
}
if (races === 0) fail('No worker holds the rival of a race.');
if (fileReaders === 0) fail('No worker holds the readers of files in a chunk of their own.');

const [archives, assets] = [true, false].map((zip) => files.filter((file) => file.endsWith('.zip') === zip));
for (const archive of archives ?? []) {
	check(relative(root, archive), statSync(archive).size, budgets.archive, 'kB');
}
const [largest] = (assets ?? []).sort((a, b) => statSync(b).size - statSync(a).size);
if (largest)
	check(`${relative(root, largest)}, the largest file`, statSync(largest).size, budgets.asset, 'kB');

console.log(failed === 0 ? 'All sizes are within budget.' : `${failed} over budget or wrong.`);
process.exitCode = failed === 0 ? 0 : 1;
