import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { article } from './scripts/article/plugin.mjs';
import { siteAddress } from './scripts/site/address.mjs';
import { wasmKernels } from './scripts/wasm.mjs';
import { citations } from './src/lib/paper/references.ts';

export default defineConfig({
	plugins: [wasmKernels(), article({ citations }), sveltekit()],
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
		rolldownOptions: {
			checks: { pluginTimings: false },
			// Small parts that most pages share: a chunk for each would cost more than it spares.
			output: {
				codeSplitting: {
					groups: [
						// Whoever loads anything later needs it, and nothing of the others with it.
						{ name: 'later', test: /vite[\\/]preload-helper/ },
						{ name: 'controls', test: /src[\\/]lib[\\/]ui[\\/]/ },
						{ name: 'charts', test: /src[\\/]lib[\\/]charts[\\/](?!picture)/ },
						// Without what only the playground has of it.
						{
							name: 'schedule',
							test: /src[\\/]lib[\\/]figures[\\/](?:schedule|form)[\\/](?!ScheduleEditor|StageTable|PriceLine|PresetSelect)/
						}
					]
				}
			}
		}
	}
});
