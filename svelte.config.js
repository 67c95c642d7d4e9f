import adapter from '@sveltejs/adapter-static';
import { contentSecurityPolicy } from './scripts/policy.mjs';
import { finishSite, madeLater } from './scripts/site/finish.mjs';
import { siteAddress } from './scripts/site/address.mjs';
import { buildName } from './scripts/site/version.mjs';

// BASE_PATH lets the site live under a folder of a host, for example BASE_PATH=/efficientnetv2.
const base = /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? '');
const version = buildName([base, siteAddress()]);
const pages = adapter({ strict: true });

/** @type {import('@sveltejs/kit').Adapter} */
const site = {
	name: pages.name,
	adapt: async (builder) => {
		await pages.adapt(builder);
		await finishSite({
			build: 'build',
			base,
			site: siteAddress() || `http://localhost:4173${base}`,
			version
		});
	}
};

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
		adapter: site,
		paths: { base, relative: base === '' },
		// A page's styles are some kilobytes: in the page itself nothing waits for them.
		inlineStyleThreshold: 100_000,
		prerender: {
			handleHttpError: ({ path, message }) => {
				if (!madeLater(path.slice(base.length))) throw new Error(message);
			},
			handleMissingId: missingId
		},
		csp: { mode: 'hash', directives: contentSecurityPolicy() },
		version: { name: version },
		// src/lib/state/siteUpdate.svelte.ts registers it, when the page has become quiet.
		serviceWorker: { register: false },
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
