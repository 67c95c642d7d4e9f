import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import PaperFused from '$lib/figures/blocks/PaperFused.svelte';
import { Beside } from '$lib/state/blocks/beside.svelte';
import { BlocksLab } from '$lib/state/blocks/lab.svelte';
import { sharedOf } from '$lib/state/blocks/shared';
import { sharedFragment } from '$lib/state/blocks/sharedLink';
import { BlocksClient } from '$lib/worker/blocksClient';
import type { BlocksEvent } from '$lib/worker/blocksProtocol';
import ComparePanel from '../../../src/routes/[lang=lang]/blocks/ComparePanel.svelte';
import MeasurePanel from '../../../src/routes/[lang=lang]/blocks/MeasurePanel.svelte';
import PairPanel from '../../../src/routes/[lang=lang]/blocks/PairPanel.svelte';
import ResultPanel from '../../../src/routes/[lang=lang]/blocks/ResultPanel.svelte';
import TakeAway from '../../../src/routes/[lang=lang]/blocks/TakeAway.svelte';
import { announcement, measuredOn, reservations, verdicts } from '$lib/figures/blocks/labWords';
import { field, opened, repeat } from '../../suites/blockEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, english } from './play';
import { show } from './show';

function open(...events: BlocksEvent[]) {
	const workers: FakeWorker[] = [];
	const spawn = () => {
		const worker = new FakeWorker();
		workers.push(worker);
		return worker;
	};
	const lab = new BlocksLab(new BlocksClient(spawn));
	const say = (...more: BlocksEvent[]) => {
		for (const event of more) workers.at(-1)?.sayAnything(event);
		flushSync();
	};
	lab.look();
	say(...events);
	return { lab, say, workers };
}

function started(...events: BlocksEvent[]) {
	const made = open(field('here'));
	made.lab.start();
	made.say(...events);
	return made;
}

test('the blocks are drawn at a stage that is dragged, and at sizes of one’s own', async () => {
	const { lab } = open(field('here'));
	const panel = show(PairPanel, { lab });
	const mbconv = panel.getByRole('region', { name: 'MBConv', exact: true });
	await expect.element(mbconv.getByText('3×3 depthwise, 64, stride 2, BN, SiLU')).toBeVisible();
	await expect.element(mbconv.getByText(/^squeeze-and-excitation, 64 → 4 → 64$/)).toBeVisible();
	const fused = panel.getByRole('region', { name: 'Fused-MBConv' });
	await expect.element(fused.getByText('3×3, 16 → 64, stride 2, BN, SiLU')).toBeVisible();
	// 16·16 pixels of 9·16·64 and 64·32 multiply-adds.
	await expect.element(fused.getByText('2.88 M', { exact: true })).toBeVisible();
	lab.stage = 4;
	await expect.element(mbconv.getByText(/^3×3 depthwise, 192, stride 2/)).toBeVisible();
	await panel.getByRole('combobox', { name: 'Network' }).selectOptions('one block of my own sizes');
	expect(lab.settings).toMatchObject({ model: 'own', imageSize: 16, own: { in: 48, out: 72, stride: 2 } });
	const channels = panel.getByRole('spinbutton', { name: 'Channels in' });
	await channels.fill('20');
	await panel.getByRole('spinbutton', { name: 'Expansion' }).click();
	await expect.element(fused.getByText(/^3×3, 20 → 80, stride 2/)).toBeVisible();
	await channels.fill('0');
	await panel.getByRole('spinbutton', { name: 'Expansion' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At least 1; the old value stays.');
	await expect.element(fused.getByText(/^3×3, 20 → 80, stride 2/)).toBeVisible();
	lab.dispose();
});

test('it measures on what there is, tells where it is, stops, and keeps what was measured', async () => {
	const { lab, say, workers } = open();
	const panel = show(MeasurePanel, { lab });
	await expect.element(panel.getByRole('button', { name: 'Measure' })).toBeDisabled();
	await expect.element(panel.getByText('Looking for devices to measure on …')).toBeVisible();
	say(field('here'));
	expect(lab.chosen).toEqual(['webgpu', 'wasm']);
	await panel.getByRole('button', { name: 'Measure' }).click();
	expect(workers).toHaveLength(2);
	expect(workers[1]?.sent).toMatchObject([{ type: 'measure', engines: ['webgpu', 'wasm'] }]);
	await expect.element(panel.getByText(/^graphics card \(WebGPU\): starting/)).toBeVisible();
	say(...opened('webgpu'), { type: 'preparing', engine: 'webgpu', op: 'fused_mbconv' });
	await expect
		.element(panel.getByText('Test adapter: building and compiling every block as Fused-MBConv …'))
		.toBeVisible();
	say(repeat('webgpu', 2));
	await expect.element(panel.getByText('Test adapter: turn 3 of 11 …')).toBeVisible();
	await expect.element(panel.getByRole('progressbar')).toHaveAttribute('value', String(2 / 22));
	await panel.getByRole('button', { name: 'Stop' }).click();
	expect(workers[1]?.terminated).toBe(true);
	await expect.element(panel.getByText('Stopped. What was measured stays.')).toBeVisible();
	expect(lab.results[0]?.rows).toHaveLength(4);
	await expect.element(panel.getByRole('button', { name: 'Measure again' })).toBeEnabled();
	lab.dispose();
});

test('a software adapter is not measured unless asked, and without WebGPU the processor is', async () => {
	const software = open(field('software'));
	expect(software.lab.chosen).toEqual(['wasm']);
	software.lab.choose('webgpu', true);
	expect(software.lab.chosen).toEqual(['webgpu', 'wasm']);
	const { lab } = open(field('missing'));
	const panel = show(MeasurePanel, { lab });
	await expect.element(panel.getByRole('checkbox', { name: /graphics card.*has no WebGPU/ })).toBeDisabled();
	lab.choose('webgpu', true);
	expect(lab.chosen).toEqual(['wasm']);
	lab.choose('wasm', false);
	await expect.element(panel.getByRole('alert')).toHaveTextContent('Choose at least one device.');
	lab.dispose();
	software.lab.dispose();
});

test('a device that is lost keeps what it told, and the other one goes on', async () => {
	const { lab, say } = started(...opened('webgpu'), repeat('webgpu', 1));
	say({ type: 'missed', engine: 'webgpu', kind: 'device-lost', message: 'In the words of the engine.' });
	const panel = show(MeasurePanel, { lab });
	await expect.element(panel.getByRole('alert')).toHaveTextContent(/^Test adapter: the device was lost/);
	say(...opened('wasm'), repeat('wasm', 11), { type: 'end' });
	expect(lab.state).toBe('finished');
	expect(lab.results.map(({ rows }) => rows.length)).toEqual([4, 4]);
	lab.dispose();
});

test('the charts draw what was measured and nothing else', async () => {
	const { lab, say } = started();
	const panel = show(ResultPanel, { lab, scope: 'stage' as const, onscope: () => undefined });
	await expect.element(panel.getByText('Nothing measured yet: press Measure.')).toBeVisible();
	expect(panel.element().querySelectorAll('rect')).toHaveLength(0);
	say(...opened('wasm'), repeat('wasm', 3));
	const chart = panel.getByRole('slider', { name: 'processor, 2 threads, ms per batch of 8' });
	await expect.element(chart).toBeVisible();
	const heights = [...chart.element().querySelectorAll('rect')].map((bar) =>
		Number(bar.getAttribute('height'))
	);
	expect(heights).toHaveLength(4);
	expect(heights[0]! / heights[1]!).toBeCloseTo(2, 6);
	// Of 210 px, less what the margins take.
	expect(Math.max(...heights)).toBeLessThanOrEqual(160);
	const ratio = panel.getByRole('slider', { name: 'MBConv’s time over Fused-MBConv’s, stage by stage' });
	await expect
		.element(ratio)
		.toHaveAttribute('aria-valuetext', expect.stringMatching(/stage 1 2\.00, stage 2 0\.500$/));
	// Read by keyboard, stage by stage.
	ratio.element().focus();
	ratio.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	flushSync();
	await expect.element(ratio).toHaveAttribute('aria-valuetext', expect.stringMatching(/: stage 1 2\.00$/));
	lab.dispose();
});

test('the result is a sentence with its reservations, in both languages', () => {
	const { lab, say } = started(...opened('wasm'), repeat('wasm', 3));
	expect(verdicts(english, lab, 'stage', 'stepMs')).toEqual([
		'<strong>processor, 2 threads</strong>: <fused>Fused-MBConv</fused> is faster in stage 1; <mbconv>MBConv</mbconv> in stage 2.'
	]);
	expect(verdicts(chinese, lab, 'stage', 'stepMs')).toEqual([
		'<strong>处理器，2 个线程</strong>：第 1 阶段 <fused>Fused-MBConv</fused> 更快；第 2 阶段 <mbconv>MBConv</mbconv> 更快。'
	]);
	expect(reservations(english, lab, 'stage', 'stepMs')).toEqual([]);
	lab.hidden = true;
	expect(reservations(english, lab, 'stage', 'stepMs')).toEqual([
		'This tab was hidden for a while; the turns affected were repeated.'
	]);
	expect(measuredOn(english, lab)).toMatch(
		/^Measured here on processor, 2 threads: v2-micro, 32 px, batch 8, /
	);
	say({ type: 'end' });
	expect(announcement(english, lab)).toMatch(
		/^Finished\. processor, 2 threads: Fused-MBConv is faster in stage 1/
	);
	lab.dispose();
});

test('a large network begins with one image of its own size, a small one with eight', () => {
	const { lab } = open(field('here'));
	lab.setModel('efficientnetv2-s');
	expect(lab.settings).toMatchObject({ imageSize: 384, batch: 1 });
	lab.set('batch', 3);
	lab.setModel('efficientnet-b0');
	expect(lab.settings).toMatchObject({ imageSize: 224, batch: 3 });
	lab.setModel('v2-pico');
	expect(lab.settings).toMatchObject({ imageSize: 32, batch: 8 });
	lab.dispose();
});

test('the paper’s measurement is cited as ratios to no stage fused', () => {
	const table = show(PaperFused, {});
	const cells = (name: string) =>
		[...table.getByRole('row', { name }).element().querySelectorAll('td')].map((cell) =>
			cell.textContent.replaceAll(/\s+/g, ' ').trim()
		);
	expect(cells('none').slice(0, 2)).toEqual(['1.00× (262)', '1.00× (155)']);
	expect(cells('stages 1 to 3')).toEqual(['1.38× (362)', '1.39× (216)', '20', '7.5', '83.1']);
	expect(cells('stages 1 to 7').slice(0, 2)).toEqual(['0.97× (254)', '1.33× (206)']);
	expect(table.element().textContent).toContain('Table 3');
});

test('there is something to take away once something was measured', async () => {
	const { lab, say } = started();
	const buttons = show(TakeAway, { lab });
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeDisabled();
	say(repeat('wasm', 1));
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeEnabled();
	await expect.element(buttons.getByRole('button', { name: 'Copy as JSON' })).toBeEnabled();
	lab.dispose();
});

test('a result is handed on by a link, opened, and stands beside one’s own', async () => {
	const { lab, say } = started(...opened('wasm'), repeat('wasm', 3));
	say({ type: 'end' });
	const { conditions, results, state, interruptions } = lab;
	const own = sharedOf({ conditions: conditions!, results, state, interruptions })!;
	const beside = new Beside();
	const panel = show(ComparePanel, { lab, beside });
	await panel
		.getByRole('textbox', { name: 'Link of another result' })
		.fill('https://example.org/#blocks=1.x');
	await panel.getByRole('button', { name: 'Open', exact: true }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('This link is damaged or incomplete');
	const other = { ...own, batch: 4, browser: '<img src=x onerror=alert(1)>' };
	const link = `https://example.org/#${await sharedFragment(other)}`;
	await panel.getByRole('textbox', { name: 'Link of another result' }).fill(link);
	await panel.getByRole('button', { name: 'Open', exact: true }).click();
	await expect
		.element(
			panel.getByText(
				/^Measured on .* \(processor, 2 threads\), not here and now: v2-micro, 32 px, batch 4, 3 turns/
			)
		)
		.toBeVisible();
	// Text stays text.
	expect(panel.element().querySelector('img')).toBeNull();
	await expect.element(panel.getByText(/^The results differ in batch,/)).toBeVisible();
	const cells = [...panel.getByRole('row', { name: /^1 / }).element().querySelectorAll('td')];
	expect(cells.map((cell) => cell.textContent.trim())).toEqual(
		Array.from({ length: 2 }, () => '2.00× (1.96–2.04); 20.0, 10.0')
	);
	await panel.getByRole('button', { name: /^Remove the result of processor/ }).click();
	expect(beside.results).toEqual([]);
	lab.dispose();
});
