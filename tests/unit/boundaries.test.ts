import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { coreRooms, folderOf, pageRooms } from '../../scripts/rooms.mjs';

/*
 * The walls hold only if the linter reports a breach. Snippets are linted as if they stood in a file of the room;
 * they take no types, so the type-aware rules are left out here.
 */
const eslint = new ESLint({
	overrideConfigFile: 'eslint.config.js',
	overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
	ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/')
});

async function breaches(filePath: string, code: string): Promise<string[]> {
	const [result] = await eslint.lintText(code, { filePath });
	expect(result?.fatalErrorCount).toBe(0);
	return (result?.messages ?? []).filter(({ severity }) => severity === 2).map(({ message }) => message);
}

// Files that exist: the resolver has to find what is imported.
const model = `import { x } from '$lib/model/graph';`;
const engine = `import { EngineError } from '$lib/engine/executor';`;
const engineType = `import type { Executor } from '$lib/engine/executor';`;
const recipe = `import { x } from '$lib/recipe/config';`;
const protocol = `import { x } from '$lib/worker/protocol';`;

test.each([
	['src/lib/random/a.ts', model],
	['src/lib/paper/a.ts', model],
	['src/lib/model/a.ts', `import { x } from '$lib/data/dataset';`],
	['src/lib/model/a.ts', `import { x } from '../data/dataset';`],
	['src/lib/data/a.ts', model],
	['src/lib/recipe/a.ts', engine],
	['src/lib/recipe/a.ts', protocol],
	['src/lib/engine/a.ts', recipe],
	['src/lib/engine/tfjs/a.ts', protocol],
	['src/lib/engine/a.ts', `import { x } from '$lib/labs/quartiles';`],
	['src/lib/labs/a.ts', protocol],
	['src/lib/charts/a.ts', recipe],
	['src/lib/ui/A.svelte', `<script lang="ts">${recipe}</script>`],
	['src/lib/state/a.svelte.ts', engine],
	['src/lib/state/a.svelte.ts', engineType],
	['src/lib/figures/A.svelte', `<script lang="ts">${engine}</script>`],
	['src/lib/figures/a.ts', `export * from '$lib/engine/executor';`],
	['src/lib/figures/a.ts', `export const later = () => import('$lib/engine/executor');`],
	['src/lib/article/A.svelte', `<script lang="ts">${model}</script>`],
	['src/routes/+page.svelte', `<script lang="ts">${engine}</script>`],
	['src/cli/a.ts', protocol],
	['src/lib/labs/a.ts', protocol],
	['src/lib/recipe/a.ts', `import { x } from '$lib/labs/search/search';`],
	['src/lib/state/a.ts', `import { x } from '$lib/labs/search/search';`],
	['src/lib/labs/search/reward.ts', engine],
	['src/lib/worker/client.ts', engine],
	['src/lib/worker/protocol.ts', `import { x } from '$lib/data/dataset';`]
])('%s may not hold %s', async (file, code) => {
	expect(await breaches(file, code)).toHaveLength(1);
});

test.each([
	['src/lib/model/a.ts', `import * as tf from '@tensorflow/tfjs';`],
	['src/lib/recipe/a.ts', `import '@tensorflow/tfjs-backend-webgpu';`],
	['src/lib/worker/a.ts', `export const tf = () => import('@tensorflow/tfjs');`],
	['src/cli/a.ts', `import { create } from 'webgpu';`],
	['src/cli/a.ts', `import { jit } from '@jax-js/jax';`],
	['src/routes/+page.ts', `import type { Tensor } from '@tensorflow/tfjs';`]
])('only the engine loads TensorFlow.js, jax-js and Dawn: %s may not hold %s', async (file, code) => {
	expect(await breaches(file, code)).toEqual([expect.stringContaining('Only engine/ may load')]);
});

test.each([
	['src/lib/data/a.ts', `import { PNG } from 'pngjs';`],
	['src/lib/worker/a.ts', `import { decode } from 'jpeg-js';`],
	['src/routes/+page.ts', `import { Command } from 'commander';`]
])('only lab loads what browsers have: %s may not hold %s', async (file, code) => {
	expect(await breaches(file, code)).toEqual([expect.stringContaining('Only cli/ may load')]);
});

test.each(Object.keys(coreRooms))('neither Svelte nor SvelteKit enters %s', async (room) => {
	const file = `${folderOf(room)}/a.ts`;
	for (const name of ['svelte', 'svelte/store', '$app/paths', '$app/environment', 'bits-ui']) {
		expect(await breaches(file, `import { x } from '${name}';`), name).toEqual([
			expect.stringContaining('belongs to the page')
		]);
	}
});

test.each(Object.keys({ ...coreRooms, ...pageRooms }).filter((room) => !['cli', 'engine'].includes(room)))(
	'nothing of Node enters %s',
	async (room) => {
		expect(
			await breaches(`${folderOf(room)}/a.ts`, `import { readFile } from 'node:fs/promises';`)
		).toHaveLength(1);
	}
);

test('a folder that is no room is reported', async () => {
	expect(await breaches('src/lib/utils/a.ts', 'export const x = 1;')).toHaveLength(1);
});

test.each([
	['src/lib/recipe/a.ts', `${engineType} ${model}`],
	[
		'src/lib/engine/tfjs/a.ts',
		`import * as tf from '@tensorflow/tfjs'; ${model} import { x } from '../executor';`
	],
	['src/lib/worker/train.worker.ts', `${engine} ${recipe} import { y } from './protocol';`],
	['src/lib/worker/client.ts', `${engineType} import { x } from './protocol';`],
	['src/lib/state/a.svelte.ts', `${protocol} import { page } from '$app/state';`],
	['src/lib/state/a.ts', `import { x } from '$lib/labs/search/reward';`],
	['src/lib/charts/A.svelte', `<script lang="ts">import { scaleLinear } from 'd3';</script>`],
	['src/cli/a.ts', `${engine} ${recipe} import { readFile } from 'node:fs/promises';`]
])('the doors are open: %s may hold %s', async (file, code) => {
	expect(await breaches(file, code)).toEqual([]);
});

test('a comment cannot switch the linter off', async () => {
	const messages = await breaches('src/lib/model/a.ts', `/* eslint-disable */ ${recipe}`);
	expect(messages).toContainEqual(expect.stringContaining('"model" may import'));
});
