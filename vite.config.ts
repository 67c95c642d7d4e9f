import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { siteAddress } from './scripts/site/address.mjs';
import { wasmKernels } from './scripts/wasm.mjs';

export default defineConfig({
	plugins: [wasmKernels(), sveltekit()],
	define: { 'import.meta.env.SITE_URL': JSON.stringify(siteAddress()) },
	worker: {
		format: 'es',
		rolldownOptions: {
			output: {
				codeSplitting: {
					groups: [
						// What TensorFlow.js's WebGL takes of its CPU backend would else lie in the one or the other.
						{
							name: 'tfjs-shared',
							test: /tfjs-backend-cpu[\\/]dist[\\/](?:shared|kernels[\\/]\w+_impl)\.js$/i
						}
					]
				}
			}
		}
	},
	build: {
		target: 'es2022',
		// Where the bundler spends its time is no warning.
		rolldownOptions: { checks: { pluginTimings: false } }
	}
});
