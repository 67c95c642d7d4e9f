import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Beside } from '$lib/state/blocks/beside.svelte';
import { columnsOf, differingSettings, stageRows } from '$lib/state/blocks/compare';
import { blocksDocument, type MeasuredBlocks } from '$lib/state/blocks/document';
import { noResults, withEvent, type BlockResult } from '$lib/state/blocks/results';
import { checkedShared, SharedError, sharedOf, type SharedBlocks } from '$lib/state/blocks/shared';
import { readDocument } from '$lib/state/blocks/sharedDocument';
import { readSharedLink, sharedFragment } from '$lib/state/blocks/sharedLink';
import { opened, repeat } from '../../suites/blockEvents';

const settings = {
	...{ model: 'v2-pico', imageSize: 32, batch: 8, repeats: 3 },
	own: { in: 8, out: 8, expandRatio: 4, stride: 1, kernel: 3, seRatio: 0.25 } as const
};
const measured: MeasuredBlocks = {
	state: 'finished',
	conditions: { settings, browser: 'Test <b>browser</b>, 1', startedAt: 1_700_000_000_000 },
	interruptions: 0,
	results: [...opened('wasm'), repeat('wasm', 3)].reduce<readonly BlockResult[]>(
		(results, event) => withEvent(results, event),
		noResults(['webgpu', 'wasm'])
	)
};
const result = sharedOf(measured)!;

/** What is thrown for a link or a value. */
async function problemOf(read: () => unknown) {
	try {
		await read();
	} catch (error) {
		if (error instanceof SharedError) return error.problem;
		throw error;
	}
	return null;
}

test('a result has times and ratios of whole stages, the device, the date and the settings', () => {
	expect(result).toMatchObject({
		...{ version: 1, startedAt: 1_700_000_000_000, model: 'v2-pico', imageSize: 32, batch: 8 },
		devices: [{ engine: 'wasm', threads: 2, turns: 3, samples: 3 }]
	});
	expect(result).not.toHaveProperty('own');
	expect(result.devices[0]?.stages[0]).toEqual({
		stage: 1,
		mbconv: [20, 19.6, 20.4],
		fused: [10, 9.8, 10.2],
		ratio: [2, 1.96, 2.04]
	});
	expect(sharedOf({ ...measured, results: noResults(['wasm']) })).toBeNull();
});

test('a link gives back what was put into it, in letters that a link may have', async () => {
	const fragment = await sharedFragment(result);
	expect(fragment).toMatch(/^blocks=1\.[\w-]+$/);
	expect(fragment.length).toBeLessThan(600);
	expect(await readSharedLink(`#${fragment}`)).toEqual(result);
	expect(await readSharedLink(` https://example.org/en/blocks/#${fragment}\n`)).toEqual(result);
	for (const other of ['', '#', '#table3', '#run=1&model=v2-pico'])
		expect(await readSharedLink(other)).toBeNull();
});

test.each([
	['model', { model: 'v3' }],
	['imageSize', { imageSize: 3 }],
	['batch', { batch: 'eight' }],
	['startedAt', { startedAt: -1 }],
	['devices', { devices: [] }],
	['devices.0.engine', { devices: [{ ...result.devices[0]!, engine: 'abacus' }] }],
	['devices.0.stages.0.ratio', { devices: [withStage({ ratio: [2, 3, 4] })] }],
	['devices.0.stages.0.fused.0', { devices: [withStage({ fused: [0, 0, 0] })] }],
	['onload', { onload: 'alert(1)' }]
])('a wrong %s is named', async (field, change) => {
	const wrong = { ...result, ...change } as unknown as SharedBlocks;
	const fragment = await sharedFragment(wrong);
	expect(await problemOf(() => readSharedLink(fragment))).toEqual({ kind: 'field', field });
});

function withStage(change: object) {
	const device = result.devices[0]!;
	return { ...device, stages: [{ ...device.stages[0]!, ...change }, ...device.stages.slice(1)] };
}

test('what is damaged, too large or of another version is refused as such', async () => {
	const fragment = await sharedFragment(result);
	expect(await problemOf(() => readSharedLink(fragment.slice(0, -20)))).toEqual({ kind: 'damaged' });
	expect(await problemOf(() => readSharedLink('blocks=1.<script>'))).toEqual({ kind: 'damaged' });
	expect(await problemOf(() => readSharedLink('blocks=2.abc'))).toEqual({ kind: 'version' });
	expect(await problemOf(() => readSharedLink(`blocks=1.${'A'.repeat(30_000)}`))).toEqual({
		kind: 'too-long'
	});
	const bomb = { ...result, browser: ' '.repeat(5_000_000) };
	expect(await problemOf(async () => readSharedLink(await sharedFragment(bomb)))).toEqual({
		kind: 'too-long'
	});
	expect(await problemOf(() => checkedShared({ ...result, version: 2 }))).toEqual({ kind: 'version' });
});

test('no text does anything but be taken as a result or be refused with a known problem', async () => {
	const good = await sharedFragment(result);
	const near = fc
		.tuple(fc.nat(good.length - 1), fc.stringMatching(/^[\w-]{1,3}$/))
		.map(([at, text]) => good.slice(0, Math.max(9, at)) + text + good.slice(at + text.length));
	const texts = fc.oneof(
		near,
		fc.string().map((text) => `blocks=1.${text}`),
		fc.string()
	);
	await fc.assert(
		fc.asyncProperty(texts, async (text) => {
			const problem = await problemOf(async () => {
				const read = await readSharedLink(text);
				if (read !== null) expect(checkedShared(read)).toEqual(read);
			});
			if (problem !== null) {
				expect(['damaged', 'too-long', 'version', 'not-json', 'field']).toContain(problem.kind);
			}
		}),
		{ numRuns: 200 }
	);
	await fc.assert(
		fc.asyncProperty(fc.json(), async (json) => {
			const problem = await problemOf(() => checkedShared(JSON.parse(json)));
			expect(problem).not.toBeNull();
			if (problem?.kind === 'field') expect(problem.field.length).toBeLessThanOrEqual(60);
		}),
		{ numRuns: 200 }
	);
});

test('the file of the page is read again', async () => {
	const document = JSON.parse(JSON.stringify(blocksDocument(measured))) as Record<string, unknown>;
	expect(readDocument(document)).toEqual(result);
	expect(await problemOf(() => readDocument({ ...document, rows: 'none' }))).toEqual({
		kind: 'field',
		field: 'rows'
	});
	expect(await problemOf(() => readDocument({ ...document, rows: [] }))).toMatchObject({ kind: 'field' });
	const beside = new Beside();
	await beside.openFile(new Blob([JSON.stringify(document)]));
	await beside.openFile(new Blob(['{']));
	expect(beside.results).toEqual([result]);
	expect(beside.problem).toEqual({ kind: 'not-json' });
	await beside.openPasted('https://example.org/');
	expect(beside.problem).toEqual({ kind: 'damaged' });
	await beside.openLink(await sharedFragment(result));
	await beside.openLink(await sharedFragment({ ...result, batch: 4 }));
	expect(beside.results.map(({ batch }) => batch)).toEqual([8, 4]);
	beside.remove(0);
	expect(beside.results.map(({ batch }) => batch)).toEqual([4]);
});

test('results stand side by side by stage, and what differs is named', () => {
	const other = {
		...result,
		batch: 4,
		devices: [{ ...result.devices[0]!, stages: result.devices[0]!.stages.slice(1) }]
	};
	const columns = columnsOf(result, [other]);
	expect(columns.map(({ opened: which }) => which)).toEqual([null, 0]);
	expect(
		stageRows(columns).map(({ stage, cells }) => [stage, cells.map((cell) => cell?.ratio[0] ?? null)])
	).toEqual([
		[1, [2, null]],
		[2, [0.5, 0.5]]
	]);
	expect(differingSettings([result, other])).toEqual(['batch']);
	expect(differingSettings([result, { ...result }])).toEqual([]);
	expect(differingSettings([])).toEqual([]);
});
