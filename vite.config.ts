import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { wasmKernels } from './scripts/wasm.mjs';

export default defineConfig({
	plugins: [wasmKernels(), sveltekit()],
	worker: { format: 'es' },
	build: {
		target: 'es2022',
		// Where the bundler spends its time is no warning.
		rolldownOptions: { checks: { pluginTimings: false } }
	}
});
