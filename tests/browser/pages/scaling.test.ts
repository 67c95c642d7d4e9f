import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import StepTime from '$lib/figures/predict/StepTime.svelte';
import Calculator from '$lib/figures/scaling/Calculator.svelte';
import { presets } from '$lib/figures/scaling/presets';
import SmallNetworkFigure from '$lib/figures/scaling/SmallNetwork.svelte';
import { cut, firstSource } from '$lib/figures/scaling/smallSource';
import CitedTable from '$lib/figures/tables/CitedTable.svelte';
import Tradeoff from '$lib/figures/tradeoff/Tradeoff.svelte';
import { citedTables } from '$lib/paper/tables/all';
import { readNetwork } from '$lib/model/notation';
import { findVariant } from '$lib/model/variants';
import { Calibrations } from '$lib/state/scaling/calibration.svelte';
import { DesignEditor } from '$lib/state/scaling/editor.svelte';
import { PredictClient } from '$lib/worker/predictClient';
import type { PredictEvent } from '$lib/worker/predictProtocol';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese } from './play';
import { show } from './show';

const tableOf = (id: string) => citedTables.find((table) => table.id === id)!;

/** What stands in the first column, row by row. */
const firsts = (within: Element) =>
	[...within.querySelectorAll('tbody th')].map(({ textContent }) => textContent?.trim());

test('a table is sorted by the buttons in its header, up, down and back', async () => {
	const shown = show(CitedTable, { table: tableOf('table1') });
	const header = shown.getByRole('columnheader', { name: /top-1/ });
	await expect.element(header).toHaveAttribute('aria-sort', 'none');
	const press = shown.getByRole('button', { name: 'top-1, %' });
	await press.click();
	await expect.element(header).toHaveAttribute('aria-sort', 'ascending');
	expect(firsts(shown.element())).toEqual(['EfficientNet-B6', 'ResNet-RS-420', 'NFNet-F1']);
	await press.click();
	await expect.element(header).toHaveAttribute('aria-sort', 'descending');
	expect(firsts(shown.element())[0]).toBe('NFNet-F1');
	await press.click();
	await expect.element(header).toHaveAttribute('aria-sort', 'none');
	expect(firsts(shown.element())[0]).toBe('EfficientNet-B6');
});

test('a table is filtered, counts its rows, and says when none is left', async () => {
	const shown = show(CitedTable, { table: tableOf('table7') });
	const filter = shown.getByRole('searchbox', { name: 'Filter: Table 7. Results on ImageNet' });
	await expect.element(shown.getByRole('status')).toHaveTextContent('43 of 43 rows');
	await filter.fill('v2-s v3');
	await expect.element(shown.getByRole('status')).toHaveTextContent('2 of 43 rows');
	expect(firsts(shown.element())).toEqual(['EfficientNetV2-S', 'EfficientNetV2-S (21k)']);
	await filter.fill('resnet-9000');
	await expect.element(shown.getByText(/^No row matches/)).toBeVisible();
});

test('what has one source alone is marked, and where all has, it is said once', async () => {
	const some = show(CitedTable, { table: tableOf('table7') });
	const row = some.getByRole('row', { name: /EfficientNet-B3/ });
	await expect.element(row).toHaveTextContent(/unverified/);
	await expect.element(some.getByText(/unverified: only one source/)).toBeVisible();
	const all = show(CitedTable, { table: tableOf('table12') }, chinese);
	await expect.element(all.getByText('全表未核实：只有一个来源。')).toBeVisible();
	expect(all.element().querySelectorAll('.mark')).toHaveLength(0);
});

test('the plot is read by keyboard, and its marks are hollow', async () => {
	const shown = show(Tradeoff, {});
	await shown.getByText('training time', { exact: true }).click();
	const chart = shown.getByRole('slider', { name: /training time.*arrow keys/ });
	(chart.element() as HTMLElement).focus();
	chart.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	await expect
		.element(chart)
		.toHaveAttribute(
			'aria-valuetext',
			'EfficientNetV2-S: 83.9 %, 7.1 h; Table 7, accuracy from arXiv v3, cost from v1.'
		);
	const marks = [...chart.element().querySelectorAll<SVGPathElement>('.mark')];
	expect(marks.length).toBeGreaterThan(15);
	for (const mark of marks) expect(getComputedStyle(mark).strokeDasharray).not.toBe('none');
});

function calculator() {
	const told: string[] = [];
	const editor = new DesignEditor(presets.m, (fragment) => told.push(fragment));
	return { editor, told, shown: show(Calculator, { editor }) };
}

test('a number changes the network, its cost and the address; another preset is another network', async () => {
	const { editor, told, shown } = calculator();
	const own = () => shown.getByRole('row', { name: /^your network/ });
	await expect.element(own()).toHaveTextContent(/57.*456 px/);
	await expect.element(shown.getByText('8 of 10 parts are as in efficientnetv2-m.')).toBeVisible();
	const fifth = shown.getByRole('spinbutton', { name: 'stage 5' });
	await fifth.fill('0');
	await shown.getByRole('spinbutton', { name: 'stage 6' }).click();
	await expect.element(own()).toHaveTextContent(/54.*456 px/);
	await expect.element(shown.getByText('7 of 10 parts are as in efficientnetv2-m.')).toBeVisible();
	expect(told.at(-1)).toContain('added=0,0,0,0,0,0,0');
	await shown.getByRole('button', { name: 'V2: B0 → L' }).click();
	await expect.element(shown.getByText('10 of 10 parts are as in efficientnetv2-l.')).toBeVisible();
	await expect.element(shown.getByText('Images would be 600 px and stop at 480 px.')).toBeVisible();
	expect(editor.design).toEqual(presets.l);
});

test('what is out of range is refused with a sentence and changes nothing', async () => {
	const { editor, told, shown } = calculator();
	await shown.getByRole('spinbutton', { name: 'Width ×' }).fill('-2');
	await shown.getByRole('spinbutton', { name: 'Depth ×' }).click();
	await expect.element(shown.getByRole('alert')).toHaveTextContent('At least 0.1; the old value stays.');
	await shown.getByRole('button', { name: 'V1: B0 → B7' }).click();
	await expect.element(shown.getByText('α·β²·γ² = 1.92')).toBeVisible();
	await shown.getByRole('spinbutton', { name: 'α, depth' }).fill('2');
	await shown.getByRole('spinbutton', { name: 'φ' }).click();
	await expect
		.element(shown.getByRole('alert'))
		.toHaveTextContent('That would make 2,048 blocks; at most 300 are possible here. The old value stays.');
	expect(editor.design).toEqual(presets.b7);
	expect(told).toHaveLength(1);
});

test('an address is taken as far as it can be, and the rest is named', async () => {
	const { editor, shown } = calculator();
	editor.look('#design=1&depth=3&width=wide&colour=red');
	flushSync();
	await expect.element(shown.getByRole('spinbutton', { name: 'Depth ×' })).toHaveValue(3);
	await expect
		.element(shown.getByRole('alert'))
		.toHaveTextContent(
			'These parts of the page’s address could not be used; the old values stay: width, colour.'
		);
});

const rates = { classes: {}, step: { hostMs: 0, factor: 1 } };
const network = (model: string, low: number, predictedMs: number, heldOut: boolean) => ({
	...{ model, imageSize: 32, batch: 8, heldOut, predictedMs, samples: 5, beyondShare: 0, sumMs: low },
	stepMs: { low, median: 1.1 * low, high: 1.3 * low }
});
const measured = (done: number): PredictEvent => ({
	...{ type: 'measured', done, all: 10, rates },
	networks: [
		network('v2-pico', 10, 11, false),
		network('v2-nano', 40, 36, false),
		network('v2-micro', 150, 165, true)
	],
	errors: { leftOut: { median: 0.1, largest: 0.12 }, heldOut: { median: 0.1, largest: 0.1 } }
});

function calibrating() {
	let worker = new FakeWorker();
	const lab = new Calibrations(new PredictClient(() => (worker = new FakeWorker())));
	const say = (...events: PredictEvent[]) => {
		for (const event of events) worker.sayAnything(event);
		flushSync();
	};
	const sent = () =>
		worker.sent as { type: string; id?: number; rates?: object; steps?: { batch: number }[] }[];
	lab.look();
	const device = { adapter: 'CPU', software: false, threads: 2 };
	say({
		type: 'field',
		entrants: [
			{ engine: 'webgpu', found: { here: false, reason: 'missing' } },
			{ engine: 'wasm', found: { here: true, device } }
		]
	});
	return { lab, say, sent, opened: { type: 'device', engine: 'wasm', device } as const };
}

test('a calibration shows its error, a lost device keeps it, and the design is predicted by it', async () => {
	const { lab, say, sent, opened } = calibrating();
	const step = { label: 'mine', network: findVariant('v2-nano')!, imageSize: 32, batch: 16 };
	const shown = show(StepTime, { lab, steps: [step], batch: 16 });
	flushSync();
	// Memory is told before anything was measured, times are not.
	expect(sent().map(({ type }) => type)).toEqual(['look', 'predict']);
	const answer = { ms: 50, beyondShare: 0.4, unknownCalls: 0, bytes: 2e8 };
	say({ type: 'predicted', id: sent().at(-1).id!, answers: [answer] });
	const row = shown.getByRole('row', { name: /^mine/ });
	await expect.element(row).toHaveTextContent(/200 MB/);
	await expect.element(row).not.toHaveTextContent(/50\.0 ms/);

	await shown.getByRole('button', { name: 'Calibrate' }).click();
	say(opened, {
		type: 'preparing',
		model: 'v2-pico',
		imageSize: 32,
		batch: 8,
		heldOut: false,
		done: 0,
		all: 3
	});
	await expect.element(shown.getByText('Compiling v2-pico …')).toBeVisible();
	say(measured(4));
	await expect.element(shown.getByText('Measuring: turn 5 of 10.')).toBeVisible();
	say({ type: 'failure', kind: 'device-lost', message: 'The device is gone.', id: null });
	await expect.element(shown.getByRole('alert')).toHaveTextContent(/The device was lost/);
	await expect.element(shown.getByText(/median error 10\.0\s%, at most 12\.0\s%/)).toBeVisible();
	expect(shown.element().querySelectorAll('tbody tr')).toHaveLength(1 + 3);

	const asked = sent().at(-1);
	expect(asked).toMatchObject({ type: 'predict', rates, steps: [{ batch: 16 }] });
	say({ type: 'predicted', id: asked.id!, answers: [answer] });
	// 50 ms / 1.12 to 50 ms / 0.88
	await expect.element(row).toHaveTextContent(/50\.0 ms.*44\.6 ms to 56\.8 ms.*320.*extrapolated: 40/);

	const chart = shown.getByRole('slider', { name: 'Predicted against measured step time' });
	await expect.element(chart).toBeVisible();
	(chart.element() as HTMLElement).focus();
	chart.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	flushSync();
	expect(chart.element().getAttribute('aria-valuetext')).toMatch(
		/v2-pico.*measured 10\.0 ms.*predicted 11\.0 ms/
	);
});

test('what was calibrated stays for the session, and stopping a new calibration early does not undo it', async () => {
	const { lab, say, opened } = calibrating();
	expect(lab.timed).toBe(true);
	lab.start();
	say(opened, { ...measured(1), networks: [], errors: { leftOut: null, heldOut: null } } as PredictEvent);
	lab.stop();
	expect(lab.known?.networks).toHaveLength(3);
	const shown = show(StepTime, { lab, steps: [], batch: 16 }, chinese);
	await expect.element(shown.getByText('已停止，采用目前测得的数据。')).toBeVisible();
});

test('a network is cut by a rule that is said, and the link holds it', async () => {
	const base = findVariant('efficientnetv2-s')!;
	const small = cut(base, firstSource);
	const told: unknown[] = [];
	const shown = show(SmallNetworkFigure, {
		...{ source: { ...firstSource, network: base.name }, base, small },
		onsource: (source: unknown) => told.push(source)
	});
	await expect.element(shown.getByText(/Stage 3 no longer halves\./)).toBeVisible();
	const link = shown.getByRole('link', { name: 'Open in the playground' }).element() as HTMLAnchorElement;
	const model = new URLSearchParams(new URL(link.href).hash.slice(1)).get('model') ?? '';
	expect(readNetwork(model)).toMatchObject({
		stages: small.variant.stages,
		headChannels: small.variant.headChannels
	});
	await shown.getByText('3 M', { exact: true }).click();
	expect(told).toEqual([{ network: base.name, budget: '3000000' }]);
});
