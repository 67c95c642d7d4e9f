/**
 * Builds the kernels of the processor: AssemblyScript to WebAssembly, once with plain SIMD and once with relaxed SIMD
 * (fused multiply-add), each for one thread and for several, where the sources are newer than what was built. `node scripts/wasm.mjs`, `npm ci`, and Vite
 * through the plugin below.
 */
import asc from 'assemblyscript/asc';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src/lib/engine/wasm/assembly');
/** Read by both languages. */
const shared = ['wasm/opcodes.ts', 'plan/drawWords.ts'].map((name) => join(root, 'src/lib/engine', name));
const target = join(root, 'src/lib/engine/wasm/generated');

const flags = ['-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--enable', 'simd'];
/** Threads share their memory, which has to say how large it may become. */
const threads = ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '32768'];
const relaxed = ['--enable', 'relaxed-simd'];
const builds = [
	{ name: 'kernels.wasm', flags },
	{ name: 'kernels.relaxed.wasm', flags: [...flags, ...relaxed] },
	{ name: 'kernels.threads.wasm', flags: [...flags, ...threads] },
	{ name: 'kernels.relaxed.threads.wasm', flags: [...flags, ...relaxed, ...threads] }
];

/** Milliseconds since 1970 of the last change; 0 for a file that is missing. @param {string} file */
const changed = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

function isFresh() {
	const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).map((name) =>
		join(sources, name)
	);
	const newest = Math.max(...[...files, ...shared, fileURLToPath(import.meta.url)].map(changed));
	return builds.every(({ name }) => changed(join(target, name)) > newest);
}

/** Throws an error with the compiler's text. @param {readonly string[]} options @returns {Promise<Uint8Array>} */
async function compile(options) {
	/** @type {Uint8Array | null} */
	let binary = null;
	const { error, stderr } = await asc.main(
		[relative(root, join(sources, 'index.ts')), '--baseDir', root, '--outFile', 'kernels.wasm', ...options],
		{
			writeFile: (name, contents) => {
				if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
			}
		}
	);
	if (error !== null || binary === null) throw new Error(stderr.toString().trim() || error?.message);
	return binary;
}

/** Returns one line about what was done. Throws an error with the compiler's text. */
async function build() {
	if (isFresh()) return 'The kernels of the processor are up to date.';
	mkdirSync(target, { recursive: true });
	const sizes = [];
	for (const { name, flags: options } of builds) {
		const binary = await compile(options);
		// Written aside: another process may be reading it.
		const aside = join(target, `${name}.${process.pid}`);
		writeFileSync(aside, binary);
		renameSync(aside, join(target, name));
		sizes.push(`${name} ${(binary.length / 1000).toFixed(1)} kB`);
	}
	return `Built the kernels of the processor: ${sizes.join(', ')}.`;
}

/** @type {Promise<string> | null} */
let building = null;

/** One build at a time: several Vite servers of one process ask for it at once. */
function buildKernels() {
	building ??= build().finally(() => (building = null));
	return building;
}

/** Builds the kernels before Vite starts, and again when a source changes. @returns {import('vite').Plugin} */
export function wasmKernels() {
	return {
		name: 'wasm-kernels',
		async buildStart() {
			await buildKernels();
		},
		configureServer(server) {
			server.watcher.on('change', (file) => {
				if (!file.startsWith(sources + sep) && !shared.includes(file)) return;
				buildKernels().then(
					() => server.ws.send({ type: 'full-reload' }),
					(/** @type {unknown} */ cause) => server.config.logger.error(String(cause))
				);
			});
		}
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		console.log(await buildKernels());
	} catch (cause) {
		console.error(cause instanceof Error ? cause.message : cause);
		process.exitCode = 1;
	}
}
