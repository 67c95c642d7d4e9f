import { expect, test } from 'vitest';
import type { Locator } from 'vitest/browser';
import Curves from '$lib/figures/curves/Curves.svelte';
import PredictionGrid from '$lib/figures/predictions/PredictionGrid.svelte';
import type { WorkerEvent } from '$lib/worker/protocol';
import AdviceLine from '../../../src/routes/[lang=lang]/playground/AdviceLine.svelte';
import DataPanel from '$lib/figures/data/DataPanel.svelte';
import TransportBar from '../../../src/routes/[lang=lang]/playground/TransportBar.svelte';
import { SharedLink } from '$lib/state/sharedLink.svelte';
import { chinese, configured, data, device, evaluation, play, stageBegins, step, trial } from './play';
import { show } from './show';

const running: WorkerEvent[] = [device, data, configured, { type: 'state', state: 'running' }];

test.each<[WorkerEvent[], RegExp[]]>([
	[
		[device, data],
		[/Press Train/, /16 px/, /32 px/]
	],
	[
		[
			...running,
			{ type: 'training', events: [{ type: 'diverged', step: 7, position: 5 }] },
			{ type: 'state', state: 'diverged' }
		],
		[/At step 7 the loss was no longer a number/, /are kept/, /lower the peak learning rate/]
	],
	[
		[...running, { type: 'failure', kind: 'device-lost', message: 'gone' }, { type: 'state', state: 'lost' }],
		[/device was lost/, /curves are kept/, /Reset starts again/]
	],
	[
		[{ type: 'failure', kind: 'unavailable', message: 'none' }],
		[/No engine could be started/, /settings are kept/, /Reload/]
	],
	[
		[
			...running,
			{ type: 'failure', kind: 'out-of-memory', message: 'full' },
			{ type: 'state', state: 'failed' }
		],
		[/no memory left/, /settings are kept/, /smaller batch/]
	],
	[
		[
			...running,
			{ type: 'failure', kind: 'out-of-memory', message: 'full', fits: { imageSize: 32, batch: 1000 } },
			{ type: 'state', state: 'failed' }
		],
		[/at 32 px a batch of 1,000 would fit/, /settings are kept/, /smaller batch/]
	],
	[
		[
			...running,
			{ type: 'training', events: [stageBegins(1), step(19, 1), evaluation(20, 32, 81, true)] },
			{ type: 'state', state: 'finished' }
		],
		[/81\.0.% of 100 test images right at 32 px/, /curves stay/]
	]
])('each state says what happened, what was kept and what to do (%#)', async (events, sentences) => {
	const { playground, say } = play();
	say(...events);
	const screen = show(AdviceLine, { playground, link: new SharedLink(playground) });
	for (const sentence of sentences) await expect.element(screen.getByText(sentence)).toBeInTheDocument();
	playground.dispose();
});

const chipOf = (bar: Locator) => bar.element().querySelector<HTMLElement>('.chip summary');

test('the bar names the engine; opened, it tells what every engine reached or why it has no figure', async () => {
	const { playground, say } = play();
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	await expect.element(bar.getByRole('button', { name: 'Train' })).toBeDisabled();
	say(device, data);
	await expect.element(bar.getByRole('button', { name: 'Train' })).toBeEnabled();
	await expect.element(bar.getByText('· Test adapter')).toBeInTheDocument();
	chipOf(bar)?.click();
	await expect.element(bar.getByRole('radio', { name: 'Automatic The fastest' })).toBeChecked();
	const webgl = bar.getByRole('radio', { name: /^WebGL trains now 90 images\/s Test adapter/ });
	await expect.element(webgl).toBeEnabled();
	await expect.element(bar.getByText('Measured here: v2-nano, 32 px, batch 16.')).toBeVisible();
	const missing = bar.getByRole('radio', { name: /^WebGPU This browser does not have it/ });
	await expect.element(missing).toBeDisabled();
	playground.dispose();
});

test('the reader takes another engine; the run begins anew there', async () => {
	const { playground, worker, say } = play();
	const wasm: typeof device = {
		...device,
		device: { engine: 'wasm', adapter: 'CPU, WebAssembly, 2 threads', software: false, features: [] },
		trials: [trial('webgpu', 'software'), trial('wasm', 300)]
	};
	say(wasm, data, configured, { type: 'state', state: 'running' });
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined }, chinese);
	expect(chipOf(bar)?.textContent.trim()).toBe('WebAssembly · CPU、2 个线程');
	chipOf(bar)?.click();
	await bar.getByRole('radio', { name: /^WebGPU/ }).click();
	expect(worker.types).not.toContain('choose-engine');
	await bar.getByRole('button', { name: '使用这个引擎' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'choose-engine', engine: 'webgpu' });
	await expect.element(bar.getByRole('status')).toHaveTextContent('正在启动引擎并测速');
	await expect.element(bar.getByRole('radio', { name: /^WebAssembly/ })).toBeDisabled();
	const webgpu = { engine: 'webgpu', adapter: 'SwiftShader', software: true, features: [] } as const;
	say({ ...wasm, device: { ...webgpu, features: [] }, choice: 'webgpu' });
	await expect.poll(() => chipOf(bar)?.textContent.trim()).toBe('WebGPU · SwiftShader · 软件模拟');
	await expect.element(bar.getByRole('radio', { name: /^WebGPU/ })).toBeChecked();
	await expect.element(bar.getByRole('button', { name: '使用这个引擎' })).toBeDisabled();
	playground.dispose();
});

test('engines that were passed over are measured when the reader asks', async () => {
	const { playground, worker, say } = play();
	const wasm = { ...device, trials: [trial('webgpu', 'software'), trial('tfjs-cpu', 'last-resort')] };
	say(wasm, data, configured, { type: 'state', state: 'running' });
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	chipOf(bar)?.click();
	const measure = bar.getByRole('button', { name: 'Measure the others, too' });
	await expect.element(measure).toBeDisabled();
	say({ type: 'state', state: 'paused' });
	await measure.click();
	expect(worker.sent.at(-1)).toEqual({ type: 'measure-engines' });
	await expect.element(measure).toBeDisabled();
	say({ ...wasm, trials: [trial('webgpu', 8), trial('tfjs-cpu', 'last-resort')] });
	await expect.element(bar.getByRole('radio', { name: /^WebGPU 8\S* images\/s/ })).toBeInTheDocument();
	await expect.element(measure).toBeDisabled();
	say({ ...wasm, trials: [trial('webgpu', 8), trial('tfjs-cpu', 'failed')] });
	await expect.element(measure).not.toBeInTheDocument();
	await expect.element(bar.getByRole('status')).toHaveTextContent('With another engine the run starts again');
	playground.dispose();
});

test('an engine that did not start leaves the choice where it was', async () => {
	const { playground, say } = play();
	say(device, data);
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	chipOf(bar)?.click();
	playground.chooseEngine('webgpu');
	say({ ...device, trials: [trial('webgpu', 'failed'), trial('tfjs-webgl', 90)] });
	await expect.element(bar.getByText('It was there, but did not start.')).toBeVisible();
	await expect.element(bar.getByRole('radio', { name: /^Automatic/ })).toBeChecked();
	await expect.element(bar.getByRole('radio', { name: /^WebGPU/ })).toBeDisabled();
	playground.dispose();
});

test('the bar trains, pauses, steps and resets', async () => {
	const { playground, worker, say } = play();
	say(device, data);
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	await bar.getByRole('button', { name: 'Train' }).click();
	expect(worker.types.slice(-2)).toEqual(['configure', 'train']);
	say(configured, { type: 'state', state: 'running' });
	say({ type: 'training', events: [stageBegins(0), step(0, 2.5), step(1, 2.4), step(2, 2.3)] });
	await expect.element(bar.getByText(/epoch 0\.6 of 8 · stage 1 of 2 · 16 px · 32 images\/s/)).toBeVisible();
	await expect.element(bar.getByRole('button', { name: 'Step' })).toBeDisabled();
	await bar.getByRole('button', { name: 'Pause' }).click();
	expect(worker.types.at(-1)).toBe('pause');
	await expect.element(bar.getByText(/pausing after this step/)).toBeVisible();
	say({ type: 'state', state: 'paused' });
	await expect.element(bar.getByText(/pausing after this step/)).not.toBeInTheDocument();
	await bar.getByRole('button', { name: 'Step' }).click();
	expect(worker.types.at(-1)).toBe('step');
	await bar.getByRole('button', { name: 'Reset' }).click();
	expect(worker.types.at(-1)).toMatch(/reset|configure/);
	playground.dispose();
});

test('the reader says where training stops; it is drawn, told, moved while it trains, and refused in a sentence', async () => {
	const { playground, worker, say } = play();
	say(device, data, configured, { type: 'state', state: 'ready' });
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	const opener = bar.element().querySelector<HTMLElement>('.stop summary')!;
	opener.click();
	const field = bar.getByRole('spinbutton', { name: 'Stop after' });
	await expect.element(bar.getByText('Left empty: training goes on to the end.')).toBeVisible();
	await bar.getByRole('radio', { name: 'steps' }).click();
	await field.fill('21');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	await expect.element(bar.getByRole('alert')).toHaveTextContent('ends before that, after 20 steps.');
	await field.fill('15');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	await expect.element(bar.getByRole('alert')).not.toBeInTheDocument();
	await expect.element(bar.getByRole('status')).toHaveTextContent('Training pauses after step 15.');
	const progress = bar.getByRole('progressbar');
	expect(progress.element().getAttribute('aria-valuetext')).toMatch(/^0.% Training pauses after step 15\.$/);
	expect(progress.element().querySelector<HTMLElement>('.stop')?.style.left).toBe('75%');

	await bar.getByRole('button', { name: 'Train' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'train', stop: 15 });
	say({ type: 'state', state: 'running' });
	say({ type: 'training', events: [stageBegins(0), step(0, 2.5), step(1, 2.4), step(2, 2.3)] });
	await expect.element(bar.getByText(/s to step 15/)).toBeVisible();
	await field.fill('2');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	await expect.element(bar.getByRole('alert')).toHaveTextContent('The run is already at 3 steps');
	expect(worker.types.at(-1)).toBe('train');
	await field.fill('12');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	expect(worker.sent.at(-1)).toEqual({ type: 'stop-at', stop: 12 });
	await field.fill('');
	field.element().dispatchEvent(new Event('change', { bubbles: true }));
	expect(worker.sent.at(-1)).toEqual({ type: 'stop-at', stop: null });
	await expect.element(bar.getByText(/s left/)).toBeVisible();
	opener.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
	await expect.poll(() => opener.closest('details')?.open).toBe(false);
	playground.dispose();
});

test('gentle training is told to the worker and remembered; pace and time left are those by the clock', async () => {
	const { playground, worker, say } = play();
	say(...running);
	say({ type: 'training', events: [stageBegins(0), step(0, 2.5), step(1, 2.4), step(2, 2.3)] });
	const bar = show(TransportBar, { playground, drawer: false, ondrawer: () => undefined });
	await expect.element(bar.getByText(/ 32 images\/s/)).toBeVisible();
	const left = playground.going.msLeft ?? NaN;
	chipOf(bar)?.click();
	const gentle = bar.getByRole('checkbox', { name: 'Leave time for the page and the device' });
	await gentle.click();
	expect(worker.sent.at(-1)).toEqual({ type: 'gentle', on: true });
	await expect.element(bar.getByText(/ 16 images\/s/)).toBeVisible();
	expect(playground.going.msLeft).toBe(2 * left);
	await expect.poll(() => chipOf(bar)?.textContent).toContain('gentle');
	playground.dispose();

	const again = play();
	expect(again.worker.sent).toEqual([{ type: 'start' }, { type: 'gentle', on: true }]);
	again.playground.going.setGentle(false);
	expect(again.worker.sent.at(-1)).toEqual({ type: 'gentle', on: false });
	expect(localStorage.getItem('gentle')).toBeNull();
	again.playground.dispose();
});

test('both charts are read at the same instant, by keyboard', async () => {
	const { playground, say } = play();
	say(...running);
	say({
		type: 'training',
		events: [
			stageBegins(0),
			step(0, 2.5),
			step(1, 2),
			step(2, 1.5),
			evaluation(3, 16, 40),
			evaluation(3, 32, 12)
		]
	});
	const screen = show(Curves, { playground });
	const loss = screen.getByRole('slider', { name: /^Loss/ });
	const accuracy = screen.getByRole('slider', { name: /^Accuracy/ });
	const text = (chart: typeof loss) => chart.element().getAttribute('aria-valuetext');
	expect(text(accuracy)).toMatch(
		/At step 3, 0:03 · training batch 25\.0.% · test, stage’s size 40\.0.% · test, 32 px 12\.0.%/
	);
	// Three steps of 32 images of 16 px, forward and back: 3 · 3 · 32 · 5.35 M.
	await expect.element(screen.getByText(/^At step 3, 0:03 · 1\.54.G multiply-adds spent$/)).toBeVisible();

	loss.element().focus();
	loss.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	await expect
		.poll(() => text(loss))
		.toMatch(/^At step 1, 0:01 · training batch 2\.50 · test, stage’s size –/);
	expect(text(accuracy)).toMatch(/^At step 1, 0:01/);
	await expect.element(screen.getByText(/ · 514.M multiply-adds spent$/)).toBeVisible();
	loss.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
	await expect.poll(() => text(accuracy)).toMatch(/^At step 2/);
	loss.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
	await expect.poll(() => text(accuracy)).toMatch(/^At step 3/);
	playground.dispose();
});

test('the images say what they are taken for, in the reader’s language', async () => {
	const { playground, say } = play();
	say(...running);
	say({
		type: 'predictions',
		step: 5,
		size: 16,
		probabilities: Float32Array.of(0.75, 0.25, 0.9, 0.1)
	});
	const props = { data: playground.data, predictions: playground.predictions };
	const screen = show(PredictionGrid, props, chinese);
	await expect.element(screen.getByRole('img', { name: '圆盘，75%：正确' })).toBeVisible();
	await expect.element(screen.getByRole('img', { name: '方块；被认作圆盘，90%：错误' })).toBeVisible();
	await expect.element(screen.getByText(/2 张中答对 1 张/)).toBeVisible();
	playground.dispose();
});

test('a refused file is named where it was dropped, and the set that was there stays', async () => {
	const { playground, say } = play();
	say(device, data);
	const panel = show(DataPanel, { playground });
	say({ type: 'data-refused', kind: 'bad-label', file: 'x.bin', message: 'A label is over 9.' });
	await expect
		.element(panel.getByRole('alert'))
		.toHaveTextContent('“x.bin” was not loaded: it holds a label that belongs to no class.');
	await expect.element(panel.getByText('320 to train, 100 to test · 32 px')).toBeVisible();
	playground.dispose();
});
