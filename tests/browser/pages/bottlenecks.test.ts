import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { announcement } from '$lib/figures/bottlenecks/announcement';
import {
	depthwiseVerdict,
	scalingChecks,
	scalingVerdict,
	sizeVerdict
} from '$lib/figures/bottlenecks/verdicts';
import { BottlenecksLab } from '$lib/state/bottlenecks/lab.svelte';
import { BottlenecksClient } from '$lib/worker/bottlenecksClient';
import type { BottlenecksEvent } from '$lib/worker/bottlenecksProtocol';
import DepthwisePanel from '../../../src/routes/[lang=lang]/bottlenecks/DepthwisePanel.svelte';
import ScalingPanel from '../../../src/routes/[lang=lang]/bottlenecks/ScalingPanel.svelte';
import SetupPanel from '../../../src/routes/[lang=lang]/bottlenecks/SetupPanel.svelte';
import SizePanel from '../../../src/routes/[lang=lang]/bottlenecks/SizePanel.svelte';
import { convolutions, field, opened, scaling, sizes } from '../../suites/bottleneckEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, english } from './play';
import { show } from './show';

function open(...events: BottlenecksEvent[]) {
	const workers: FakeWorker[] = [];
	const spawn = () => {
		const worker = new FakeWorker();
		workers.push(worker);
		return worker;
	};
	const lab = new BottlenecksLab(new BottlenecksClient(spawn));
	const say = (...more: BottlenecksEvent[]) => {
		for (const event of more) workers.at(-1)?.sayAnything(event);
		flushSync();
	};
	lab.look();
	say(...events);
	return { lab, say, workers };
}

test('a part is measured, tells where it is, stops, and keeps what was measured', async () => {
	const { lab, say, workers } = open();
	const panel = show(SizePanel, { lab });
	const measure = panel.getByRole('button', { name: /^Measure: / });
	await expect.element(measure).toBeDisabled();
	await expect.element(panel.getByText('Nothing measured yet: press Measure.')).toBeVisible();
	say(field('here'));
	await measure.click();
	expect(workers).toHaveLength(2);
	expect(workers[1]?.sent).toMatchObject([
		{ type: 'measure', part: 'size', engine: 'webgpu', settings: { model: 'efficientnet-b0', memory: 192 } }
	]);
	say(opened, { type: 'preparing', name: '32 px × 80' });
	await expect.element(panel.getByText('Building, compiling and warming up: 32 px × 80 …')).toBeVisible();
	say(sizes(1, 1));
	await expect.element(panel.getByText('Turn 2 of 5 …')).toBeVisible();
	await expect.element(panel.getByRole('progressbar')).toHaveAttribute('value', '0.2');
	await panel.getByRole('button', { name: /^Stop: / }).click();
	expect(workers[1]?.terminated).toBe(true);
	await expect.element(panel.getByText('Stopped. What was measured stays.')).toBeVisible();
	expect(lab.results.size.told?.rows).toHaveLength(4);
	await expect.element(panel.getByRole('button', { name: /^Measure again: / })).toBeEnabled();
	lab.dispose();
});

test('while one part is measured the others wait, and a device that is lost keeps what it told', async () => {
	const { lab, say } = open(field('missing'));
	expect(lab.engine).toBe('wasm');
	lab.start('depthwise');
	const other = show(ScalingPanel, { lab });
	await expect.element(other.getByText('Another part is being measured.')).toBeVisible();
	say(opened, convolutions(1), { type: 'failure', kind: 'device-lost', message: 'In the engine’s words.' });
	const panel = show(DepthwisePanel, { lab });
	await expect.element(panel.getByRole('alert')).toHaveTextContent(/^The device was lost/);
	await expect.element(panel.getByRole('slider', { name: /^Nanoseconds/ })).toBeVisible();
	await expect.element(other.getByRole('button', { name: /^Measure: / })).toBeEnabled();
	lab.dispose();
});

test('sizes that do not fit are named with what fits', async () => {
	const { lab, say } = open(field('here'));
	lab.start('size');
	const message = 'One image of 512 px does not fit into 64 MiB; the largest size that fits is 96 px.';
	say(opened, { type: 'failure', kind: 'out-of-memory', message });
	const panel = show(SizePanel, { lab });
	await expect.element(panel.getByText(message)).toBeVisible();
	expect(lab.results.size.told).toBeNull();
	// What was measured before stays, under its own conditions.
	lab.start('size');
	say(opened, sizes(5, 1), { type: 'end' });
	lab.set('memory', 64);
	lab.start('size');
	say(opened, { type: 'failure', kind: 'out-of-memory', message });
	expect(lab.results.size).toMatchObject({
		...{ state: 'failed', problem: { message }, told: { done: 5 } },
		conditions: { settings: { memory: 192 } }
	});
	lab.dispose();
});

test('the form refuses what it cannot take and keeps the old value', async () => {
	const { lab } = open(field('software'));
	// A program that plays graphics card is not taken unless it is chosen.
	expect(lab.engine).toBe('wasm');
	const panel = show(SizePanel, { lab });
	const typed = panel.getByRole('textbox', { name: 'Image sizes, px' });
	await typed.fill('16, 24');
	await panel.getByRole('spinbutton', { name: 'Memory per step' }).click();
	// The memory follows the sizes until the reader has set it.
	expect(lab.settings).toMatchObject({ sizes: [16, 24], memory: 80 });
	lab.set('memory', 100);
	lab.setSizes('16, 25');
	expect(lab.settings.memory).toBe(100);
	lab.setSizes('16, 24');
	await typed.fill('4');
	await panel.getByRole('spinbutton', { name: 'Memory per step' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At least 8; the old value stays.');
	await expect.element(typed).toHaveValue('16, 24');
	await expect.element(panel.getByRole('button', { name: /^Measure: / })).toBeDisabled();
	lab.setModel('efficientnetv2-b0');
	expect(lab.settings).toMatchObject({ model: 'efficientnetv2-b0', against: 'efficientnet-b0' });
	const setup = show(SetupPanel, { lab });
	await setup.getByRole('radio', { name: /^graphics card/ }).click();
	expect(lab.engine).toBe('webgpu');
	lab.dispose();
});

test('the charts draw what was measured, read by keyboard, with the table behind them', async () => {
	const { lab, say } = open(field('missing'));
	lab.start('size');
	say(opened, sizes(5, 2), { type: 'end' });
	const panel = show(SizePanel, { lab });
	const chart = panel.getByRole('slider', { name: 'Images per second by image size' });
	expect(chart.element().querySelectorAll('circle')).toHaveLength(2);
	expect(chart.element().querySelectorAll('rect')).toHaveLength(2);
	(chart.element() as HTMLElement).focus();
	chart.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	flushSync();
	expect(chart.element().getAttribute('aria-valuetext')).toBe(
		'32 px: batch 80 800 images/s, batch 4 400 images/s'
	);
	const cells = [
		...panel
			.getByRole('row', { name: /^32 1\.00/ })
			.element()
			.querySelectorAll('td')
	];
	expect(cells.map(({ textContent }) => textContent)).toEqual([
		...['1.00', '80', 'memory', '100', '800', '784–816', '400', '392–408', '2.00']
	]);
	lab.start('scaling');
	say(opened, scaling(5), { type: 'end' });
	const bars = show(ScalingPanel, { lab });
	const heights = (name: string) =>
		[...bars.getByRole('slider', { name, exact: true }).element().querySelectorAll('rect')].map((bar) =>
			Number(bar.getAttribute('height'))
		);
	const [first, second] = heights('efficientnet-b0: parameters');
	expect(second! / first!).toBeCloseTo(4, 6);
	expect(heights('efficientnetv2-b0: ms per step')).toHaveLength(4);
	lab.dispose();
});

test('the verdicts say what the device shows and what it does not, in both languages', () => {
	const { lab, say } = open(field('missing'));
	lab.start('size');
	say(opened, sizes(5, 2), { type: 'end' });
	const [gain, batch] = sizeVerdict(english, lab.results.size);
	expect(gain).toBe(
		'At 32 px an image has 1/4 of the pixels that it has at 64 px. Measured here (<strong>processor, 2 threads</strong>): 4.00 times as many images per second with the same batch of 4, 8.00 times with the largest batch that fits at each size.'
	);
	expect(batch).toContain('adds a factor of 2.00 here');
	lab.start('size');
	say(opened, sizes(5, 1.15, 0.1), { type: 'end' });
	expect(sizeVerdict(english, lab.results.size)[1]).toContain('vary too much to tell');
	lab.start('size');
	say(opened, sizes(5, 1), { type: 'end' });
	expect(sizeVerdict(english, lab.results.size)[1]).toContain('adds next to nothing here');
	expect(sizeVerdict(chinese, lab.results.size)[1]).toContain('没有显现');
	expect(announcement(english, lab)).toMatch(/^Finished\. At 32 px an image has/);
	lab.start('depthwise');
	say(opened, convolutions(5), { type: 'end' });
	const [excess, pattern] = depthwiseVerdict(english, lab.results.depthwise, 'forward');
	expect(excess).toContain(
		'takes 5.00 times as long as one of a dense convolution in stage 1, and 2.00 times'
	);
	expect(pattern).toContain('fusing saves time in stage 1 and costs time in stage 2: early it pays');
	lab.start('depthwise');
	say(opened, convolutions(5, 0.5), { type: 'end' });
	expect(depthwiseVerdict(english, lab.results.depthwise, 'forward')[1]).toContain(
		'fusing saves time in no stage'
	);
	lab.start('scaling');
	say(opened, scaling(5), { type: 'end' });
	const [own, , conclusion] = scalingVerdict(english, lab.results.scaling);
	expect(own).toMatch(
		/costs 40\.0 ms and adds 100,000 parameters\. Stages 1 to 3 take 75\s% of that time and get 10\s%/
	);
	expect(conclusion).toContain('are not worth the same');
	expect(scalingChecks(english, lab.results.scaling)[0]).toContain('41.0 ms more as a whole step');
	lab.dispose();
});

test('the paper’s figures are cited with their tables, and layers counted', () => {
	const { lab } = open(field('missing'));
	const size = show(SizePanel, { lab }).element();
	const cells = (of: Element, name: string) => {
		const row = [...of.querySelectorAll('tr')].find((each) => each.querySelector('th')?.textContent === name);
		return [...(row?.querySelectorAll('td') ?? [])].map(({ textContent }) => textContent.trim());
	};
	expect(cells(size, '512 px, batch 32 · 12')).toEqual(['42', '29']);
	expect(cells(size, '512 px, batch 128 · 24')).toEqual(['out of memory', 'out of memory']);
	expect(cells(size, '380 px, batch 128 · 24')).toEqual(['93', '52']);
	expect(size.textContent).toContain('makes it 2.2 and 1.8 times');
	expect(size.textContent).toContain('Table 2');
	const own = show(ScalingPanel, { lab }).element();
	expect(cells(own, 'V1-B7')).toEqual(['54', '66', '38']);
	expect(cells(own, 'efficientnet-b7')).toEqual([
		'4 (4×)',
		'7 (3.5×)',
		'7 (3.5×)',
		'10 (3.3×)',
		'10 (3.3×)',
		'13 (3.3×)',
		'4 (4×)'
	]);
	expect(cells(own, 'efficientnetv2-m')).toEqual([
		'3 (1.5×)',
		'5 (1.3×)',
		'5 (1.3×)',
		'7 (1.2×)',
		'14 (1.6×)',
		'18 (1.2×)',
		'5'
	]);
	lab.dispose();
});
