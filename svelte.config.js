import adapter from '@sveltejs/adapter-static';

// BASE_PATH lets the site live under a folder of a host, for example BASE_PATH=/efficientnetv2.
const base = /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? '');

/**
 * A fragment that holds settings (`#run=1&…`, `#design=1&…`) names no place on its page; any other must.
 * @param {{ id: string, message: string }} missing
 */
function missingId({ id, message }) {
	if (!/^(run|design)=1(&|$)/.test(id)) throw new Error(message);
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ strict: true }),
		paths: { base, relative: base === '' },
		prerender: { handleHttpError: 'fail', handleMissingId: missingId },
		version: { name: 'site' },
		typescript: {
			// The scripts and settings outside src/ are type-checked too.
			config: (config) => {
				/** @type {string[]} */ (config.include).push(
					'../*.config.js',
					'../*.config.ts',
					'../scripts/**/*.mjs'
				);
				// AssemblyScript, which its own compiler checks.
				/** @type {string[]} */ (config.exclude).push('../src/lib/engine/wasm/assembly/**');
			}
		}
	},
	compilerOptions: { runes: true }
};
