import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Theatre, tinyConfig, wasmEngine } from '../worker/stage';
import { labJson } from './labRun';

const folder = mkdtempSync(join(tmpdir(), 'page-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a run of the page, its settings changed on the way, goes on in lab to the same bytes', async () => {
	const theatre = new Theatre(() => wasmEngine());
	const config = tinyConfig({ emaDecay: 0.9 });
	await theatre.do({ type: 'configure', config }, { type: 'step' }, { type: 'step' });
	await theatre.do({ type: 'amend', config: { ...config, weightDecay: 0.01 } }, { type: 'step' });
	await theatre.do({ type: 'export-run' });
	const [files] = theatre.of('exported');
	const path = (name: string) => join(folder, name);
	writeFileSync(path('checkpoint.safetensors'), files?.checkpoint ?? '');
	writeFileSync(path('run.json'), files?.document ?? '');
	const anew = await labJson('train', '--config', path('run.json'), '--engine', 'wasm', '--epochs', 1);
	expect(anew).toMatchObject({ epochs: 1 });

	await theatre.do({ type: 'train' });
	expect(theatre.session.state).toBe('finished');
	const { id } = theatre.of('saved').at(-1) ?? { id: '' };
	const here = await theatre.store.checkpoint(id);
	expect(await labJson('train', '--resume', folder, '--engine', 'wasm')).toMatchObject({
		steps: 16
	});
	expect(Buffer.compare(readFileSync(path('checkpoint.safetensors')), here ?? new Uint8Array())).toBe(0);
	expect(JSON.parse(readFileSync(path('run.json'), 'utf8'))).toEqual(config);
	await theatre.session.dispose();
});
