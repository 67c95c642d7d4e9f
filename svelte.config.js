import adapter from '@sveltejs/adapter-static';

// BASE_PATH lets the site live under a folder of a host, for example BASE_PATH=/efficientnetv2.
const base = process.env.BASE_PATH ?? '';

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ strict: true }),
		paths: { base, relative: base === '' },
		prerender: { handleHttpError: 'fail', handleMissingId: 'fail' },
		version: { name: 'site' }
	},
	compilerOptions: { runes: true }
};
