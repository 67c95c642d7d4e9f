import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import RunsPanel from '$lib/figures/runs/RunsPanel.svelte';
import { runDocument } from '$lib/runs/document';
import { browserLocks } from '$lib/runs/locks';
import { MemoryStore } from '$lib/runs/memoryStore';
import { runName } from '$lib/runs/run';
import { Playground } from '$lib/state/playground.svelte';
import { playgroundLink } from '$lib/state/playgroundLink';
import { SharedLink } from '$lib/state/sharedLink.svelte';
import { TrainClient } from '$lib/worker/client';
import type { WorkerEvent } from '$lib/worker/protocol';
import AdviceLine from '../../../src/routes/[lang=lang]/playground/AdviceLine.svelte';
import TransportBar from '../../../src/routes/[lang=lang]/playground/TransportBar.svelte';
import { someRun } from '../../unit/runs/someRun';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, configured, data, device, stageBegins, step } from './play';
import { show } from './show';

const id = 'a'.repeat(16);
const unfinished = { state: 'unfinished', judgements: [], position: 2, updated: 9000 } as const;

/** A playground whose browser keeps an unfinished run and a finished one. */
async function open() {
	const store = new MemoryStore();
	await store.put(someRun(id, { ...unfinished, name: 'left' }), Uint8Array.of(1));
	await store.put(someRun('b'.repeat(16), { name: 'done' }), Uint8Array.of(1));
	const worker = new FakeWorker();
	const playground = new Playground(new TrainClient(() => worker), () => Promise.resolve(store));
	const link = new SharedLink(playground);
	const say = (...events: WorkerEvent[]) => {
		worker.say(...events);
		flushSync();
	};
	playground.start();
	await playground.runs.refresh();
	return { playground, link, worker, say, store };
}

const running: WorkerEvent[] = [
	device,
	data,
	configured,
	{ type: 'state', state: 'running' },
	{ type: 'training', events: [stageBegins(0), step(0, 2), step(1, 2)] }
];

test('lists what is kept; goes on, shows, and marks the one that is set up', async () => {
	const { playground, worker, say } = await open();
	const panel = show(RunsPanel, { playground });
	await expect.element(panel.getByText(/step 2 of 4/)).toBeVisible();
	const goOn = panel.getByRole('button', { name: 'Go on with “left” at step 2' });
	await expect.element(goOn).toBeDisabled();
	say(device, data);
	await goOn.click();
	expect(worker.sent.at(-1)).toEqual({ type: 'resume-run', id });
	say(configured, { type: 'restored', id, name: 'left', position: 2 });
	expect(worker.types.at(-1)).toBe('train');
	await expect.element(panel.getByText('set up now')).toBeVisible();
	await panel.getByRole('button', { name: /^Show “done”/ }).click();
	expect(worker.types.at(-1)).toBe('resume-run');
	playground.dispose();
});

test('renames, asks before it deletes, and says when nothing is left', async () => {
	const { playground, store } = await open();
	const panel = show(RunsPanel, { playground });
	const root = panel.element();
	root.querySelector<HTMLElement>('li summary')?.click();
	await panel.getByLabelText('Name').first().fill('mine');
	await panel.getByRole('button', { name: 'Rename' }).first().click();
	await expect.element(panel.getByText('mine', { exact: true })).toBeVisible();
	await panel.getByRole('button', { name: 'Delete …' }).first().click();
	await expect.element(panel.getByText('Delete “mine” for good?')).toBeVisible();
	await panel.getByRole('button', { name: 'Keep' }).click();
	expect(await store.list()).toHaveLength(2);
	await panel.getByRole('button', { name: 'Delete …' }).first().click();
	await panel.getByRole('button', { name: 'Delete', exact: true }).click();
	await vi.waitFor(async () => {
		expect((await store.list()).map(({ name }) => name)).toEqual(['done']);
	});
	await playground.runs.remove('b'.repeat(16));
	await expect.poll(() => root.textContent).toContain('No runs yet: press Train.');
	playground.dispose();
});

test('compares the ticked runs by what differs', async () => {
	const { playground, store } = await open();
	const other = someRun(id, { ...unfinished, name: 'left' });
	await store.put({ ...other, config: { ...other.config, batch: 4 }, amendments: [] }, Uint8Array.of(1));
	const panel = show(RunsPanel, { playground }, chinese);
	await panel.getByRole('checkbox', { name: '比较“done”' }).click();
	await panel.getByRole('checkbox', { name: '比较“left”' }).click();
	const row = panel.getByRole('row', { name: /^left/ });
	await expect.element(row).toHaveTextContent(/批量 4 · 权重衰减/);
	playground.dispose();
});

test('drops of what is no run are refused, and the list stays', async () => {
	const { playground } = await open();
	const panel = show(RunsPanel, { playground });
	const files = new DataTransfer();
	files.items.add(new File(['no run'], 'notes.json'));
	panel
		.element()
		.querySelector('section')
		?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
	await expect.element(panel.getByRole('alert')).toHaveTextContent('“notes.json” was not loaded');
	await expect.element(panel.getByText('left', { exact: true })).toBeVisible();
	playground.dispose();
});

test('after a reload the unfinished run is offered, until another one is under way', async () => {
	const { playground, link, worker, say } = await open();
	const line = show(AdviceLine, { playground, link });
	say(device, data);
	await line.getByRole('button', { name: 'Go on at step 2' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'resume-run', id });
	say(...running);
	await expect.element(line.getByRole('button', { name: 'Go on at step 2' })).not.toBeInTheDocument();
	playground.dispose();
});

test('a change is applied from now on; what can no longer change is named', async () => {
	const { playground, link, worker, say } = await open();
	const line = show(AdviceLine, { playground, link });
	say(...running);
	playground.draft.set('batch', 7);
	await expect.element(line.getByText('Only Reset can change these: Batch.')).toBeVisible();
	playground.draft.replace({ ...playground.run!.config, weightDecay: 0.5 });
	await line.getByRole('button', { name: 'Apply from now on' }).click();
	expect(worker.sent.slice(-2)).toEqual([
		{ type: 'amend', config: playground.draft.config },
		{ type: 'train' }
	]);
	const { steps, stages } = playground.run!;
	say({ type: 'amended', position: 2, config: playground.draft.config, steps, stages: [...stages] });
	expect(playground.changed).toBe(false);
	expect(playground.changes.made.map(({ position }) => position)).toEqual([2]);
	expect(playground.record.steps).toBe(2);
	playground.dispose();
});

test('a run that diverged goes on from its last good state with half the rate', async () => {
	const { playground, link, worker, say } = await open();
	const line = show(AdviceLine, { playground, link });
	say(...running, { type: 'state', state: 'diverged' });
	await line.getByRole('button', { name: /half the learning rate$/ }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'continue', learningRateScale: 0.5 });
	say(configured, { type: 'restored', id, name: 'left', position: 2 });
	expect(worker.types.at(-1)).toBe('train');
	playground.dispose();
});

test('a run that diverged goes on from there with the reader’s own settings', async () => {
	const { playground, link, worker, say } = await open();
	const line = show(AdviceLine, { playground, link });
	say(...running, { type: 'state', state: 'diverged' });
	playground.draft.set('learningRate.peak', 0.003);
	await line.getByRole('button', { name: 'Go on from the last good state with these settings' }).click();
	expect(worker.sent.slice(-2)).toEqual([
		{ type: 'amend', config: playground.draft.config },
		{ type: 'train' }
	]);
	// What can no longer change leaves the other way.
	playground.draft.set('batch', 7);
	await expect.element(line.getByRole('button', { name: /half the learning rate$/ })).toBeVisible();
	playground.dispose();
});

test('the bar says how far the run is kept, and offers the file where it cannot be', async () => {
	const { playground, worker, say } = await open();
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	say(...running, { type: 'saved', id, position: 2, at: 1, lasting: true });
	await expect.element(bar.getByText('kept at step 2')).toBeVisible();
	say({ type: 'save-failed', id, reason: 'full', message: 'full' });
	await expect.element(bar.getByText(/cannot be kept: storage is full/)).toBeVisible();
	await bar.getByRole('button', { name: 'download it' }).click();
	expect(worker.types.at(-1)).toBe('export-run');
	say({ type: 'state', state: 'paused' });
	await bar.getByRole('button', { name: 'Epoch' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'train', until: 'epoch' });
	playground.dispose();
});

test('a link sets the draft, which no device overwrites; what it says wrongly is named', async () => {
	const { playground, link, say } = await open();
	const line = show(AdviceLine, { playground, link });
	const first = playgroundLink(playground);
	await link.open('#contents');
	expect(link.ignored).toBeNull();
	await link.open('#run=1&batch=48&colour=red');
	say(device, data);
	expect(playground.draft.config.batch).toBe(48);
	expect(playgroundLink(playground)).toContain('batch=48');
	await expect.element(line.getByText(/not understood: colour\./)).toBeVisible();
	await line.getByRole('button', { name: 'OK' }).click();
	await expect.element(line.getByText(/not understood/)).not.toBeInTheDocument();
	await link.open(`#${first}`);
	expect(playgroundLink(playground)).toBe(first);
	playground.dispose();
});

/** Two unfinished runs without a name, of which another tab trains the first, and a finished one. */
async function openSeveral() {
	const opened = await open();
	const { store, playground, say } = opened;
	const { config } = someRun();
	for (const letter of ['a', 'c']) {
		const own = { ...unfinished, name: runName(config), created: new Date(2026, 4, 3, 14, 5).getTime() };
		await store.put(someRun(letter.repeat(16), own), new Uint8Array(2_130_000));
	}
	const letGo = await browserLocks().take(id);
	await playground.runs.refresh();
	say(device, data);
	return { ...opened, letGo: letGo ?? (() => undefined) };
}

test('a run that another tab trains is marked; it can be shown, or gone on with as a copy', async () => {
	const { playground, link, worker, say, letGo } = await openSeveral();
	const panel = show(RunsPanel, { playground });
	const line = show(AdviceLine, { playground, link });
	await expect.element(panel.getByText('training in another tab')).toBeVisible();
	await panel.getByRole('button', { name: /^Show “v2-pico 12–16 px/ }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'resume-run', id });
	say(configured, { type: 'restored', id, name: '', position: 2 }, { type: 'state', state: 'paused' });
	say({ type: 'failure', kind: 'run-in-use', message: 'This run is being trained in another tab.' });
	await expect.element(line.getByText(/^This run is being trained in another tab\./)).toBeVisible();
	await line.getByRole('button', { name: 'Go on as a copy' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'resume-run', id, copy: true });
	say({ type: 'failure', kind: 'run-moved-on', message: 'moved' });
	await line.getByRole('button', { name: 'Go on from its latest state' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'resume-run', id });
	letGo();
	playground.dispose();
});

test('says how much room the runs take and by which rule they go, and deletes several after asking once', async () => {
	const { playground, store, say, letGo } = await openSeveral();
	const panel = show(RunsPanel, { playground });
	await expect.element(panel.getByText(/Runs kept: 3, with 4\.26.MB of weights/)).toBeVisible();
	await expect.element(panel.getByText(/newest 10 stay/)).toBeVisible();
	await expect.element(panel.getByText(/2\.13.MB/).first()).toBeVisible();
	await panel.getByRole('button', { name: 'unfinished, unnamed (1) …' }).click();
	await panel.getByRole('button', { name: 'Keep' }).click();
	expect(await store.list()).toHaveLength(3);
	await panel.getByRole('button', { name: 'unfinished, unnamed (1) …' }).click();
	await panel.getByRole('button', { name: 'Delete', exact: true }).click();
	await expect.element(panel.getByText('Deleted: 1.')).toBeVisible();
	await panel.getByRole('button', { name: 'all (1) …' }).click();
	await panel.getByRole('button', { name: 'Delete', exact: true }).click();
	await vi.waitFor(async () => {
		expect((await store.list()).map((run) => run.id)).toEqual([id]);
	});
	say({ type: 'tidied', count: 2 });
	await expect.element(panel.getByText(/to make room for newer runs: 2\./)).toBeVisible();
	letGo();
	playground.dispose();
});

test('runs without a name are called by what sets them apart, in the reader’s language', async () => {
	const { playground, letGo } = await openSeveral();
	const panel = show(RunsPanel, { playground }, chinese);
	await expect.element(panel.getByText(/^v2-pico 12–16 px · 2 轮 · 批量 8 · 14:05$/).first()).toBeVisible();
	await expect.element(panel.getByText('正在另一个标签页中训练')).toBeVisible();
	letGo();
	playground.dispose();
});

test('a run that could not be saved and made room for another is offered until it is saved or discarded', async () => {
	const { playground, link, say } = await open();
	const line = show(AdviceLine, { playground, link });
	say(device, data, configured);
	const checkpoint = Uint8Array.of(1, 2, 3);
	for (const name of ['first', 'second']) {
		say({ type: 'unkept', document: runDocument(someRun(id, { name })), checkpoint });
	}
	await expect.element(line.getByText(/“first”, step 4, could not be saved/)).toBeVisible();
	const saved: string[] = [];
	vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
		saved.push(this.download);
	});
	await line.getByRole('button', { name: 'Download it' }).click();
	await expect.element(line.getByText(/“second”, step 4, could not be saved/)).toBeVisible();
	expect(saved).toEqual(['first-step-4.json', 'first-step-4.safetensors']);
	vi.restoreAllMocks();
	await line.getByRole('button', { name: 'Discard it' }).click();
	await expect.element(line.getByText(/could not be saved/)).not.toBeInTheDocument();
	playground.dispose();
});
