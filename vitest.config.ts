import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser } from './scripts/browser.mjs';
import { article } from './scripts/article/plugin.mjs';
import { wasmKernels } from './scripts/wasm.mjs';
import { citations } from './src/lib/paper/references.ts';

const minute = 60_000;
const executablePath = findBrowser();

export default defineConfig({
	plugins: [wasmKernels(), article({ citations }), sveltekit()],
	worker: { format: 'es' },
	test: {
		passWithNoTests: false,
		allowOnly: false,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['tests/unit/**/*.test.ts'],
					// Vitest would keep a core for itself, and it has little to do.
					maxWorkers: '100%',
					testTimeout: 5 * minute,
					hookTimeout: 5 * minute
				}
			},
			{
				extends: true,
				test: {
					name: 'gpu',
					environment: 'node',
					include: ['tests/gpu/**/*.test.ts'],
					globalSetup: 'tests/gpu/setup.ts',
					// One device at a time: SwiftShader takes every core for itself.
					pool: 'forks',
					maxWorkers: 1,
					fileParallelism: false,
					testTimeout: 15 * minute,
					hookTimeout: 15 * minute
				}
			},
			{
				extends: true,
				// Packages that only the worker asks for: found while a test runs, they would reload its page.
				optimizeDeps: { entries: ['src/lib/worker/*.worker.ts'] },
				test: {
					name: 'browser',
					include: ['tests/browser/**/*.test.ts'],
					globalSetup: 'tests/browser/setup.ts',
					testTimeout: 5 * minute,
					hookTimeout: 5 * minute,
					fileParallelism: false,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								args: browserFlags,
								// Chromium's new headless mode: the old shell has no WebGPU.
								channel: 'chromium',
								...(executablePath === null ? {} : { executablePath })
							}
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
