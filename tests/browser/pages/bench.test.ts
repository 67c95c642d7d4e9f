import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { deviceText } from '$lib/figures/race/contestant';
import RaceChart from '$lib/figures/race/RaceChart.svelte';
import RaceTable from '$lib/figures/race/RaceTable.svelte';
import { Race } from '$lib/state/race.svelte';
import { BenchClient } from '$lib/worker/benchClient';
import type { BenchEvent } from '$lib/worker/benchProtocol';
import Conditions from '../../../src/routes/[lang=lang]/bench/Conditions.svelte';
import RacePanel from '../../../src/routes/[lang=lang]/bench/RacePanel.svelte';
import TakeAway from '../../../src/routes/[lang=lang]/bench/TakeAway.svelte';
import { announcement, doingOf, resultOf, unmeasured } from '../../../src/routes/[lang=lang]/bench/words';
import { card, device, fields, ready, turn, twoThreads } from '../../suites/raceEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, english } from './play';
import { show } from './show';

function open(...events: BenchEvent[]) {
	let worker = new FakeWorker();
	const race = new Race(new BenchClient(() => (worker = new FakeWorker())));
	const say = (...more: BenchEvent[]) => {
		for (const event of more) worker.sayAnything(event);
		flushSync();
	};
	race.look();
	say(...events);
	return { race, say };
}

/** A race that has been started. */
function started(field: BenchEvent, ...events: BenchEvent[]) {
	const opened = open(field);
	opened.race.start();
	opened.say(...events);
	return opened;
}

const bothReady = [ready('webgpu', 4, 100), ready('tfjs', 1, 1000)];

test('the button waits for the adapter, starts, stops and starts again', async () => {
	const { race, say } = open();
	const panel = show(RacePanel, { race });
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	await expect.element(panel.getByText('Looking for devices to race on …')).toBeVisible();
	say(fields.card);
	await expect.element(panel.getByText('Ready to race.', { exact: true })).toBeVisible();
	await panel.getByRole('button', { name: 'Start the race' }).click();
	await expect.element(panel.getByText(/^Measuring how fast the devices multiply matrices/)).toBeVisible();
	say(device('webgpu'), device('tfjs'), { type: 'preparing', contestant: 'webgpu' });
	await expect
		.element(panel.getByText('compiled engine on WebGPU: building its network and compiling …'))
		.toBeVisible();
	say({ type: 'warming', contestant: 'webgpu' });
	await expect.element(panel.getByText('compiled engine on WebGPU: warming up …')).toBeVisible();
	say(...bothReady, turn('webgpu', [40]));
	await expect
		.element(panel.getByText(/stock TensorFlow\.js on WebGPU: turn 1 of 5 … · about \d/))
		.toBeVisible();
	await panel.getByRole('button', { name: 'Stop' }).click();
	await expect.element(panel.getByText('Stopped. What was measured stays.')).toBeVisible();
	await expect.element(panel.getByRole('button', { name: 'Race again' })).toBeEnabled();
	race.dispose();
});

test('a value that does not fit is refused with a reason', async () => {
	const { race } = open(fields.card);
	const panel = show(RacePanel, { race });
	await panel.getByRole('spinbutton', { name: 'Batch' }).fill('0');
	await panel.getByRole('spinbutton', { name: 'Turns each' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At least 1; the old value stays.');
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	race.dispose();
});

test('who cannot run here says why and cannot be ticked; the others are named by their device', async () => {
	const { race } = open(fields.webglOnly);
	const panel = show(RacePanel, { race });
	const box = (name: RegExp) => panel.getByRole('checkbox', { name });
	await expect.element(box(/^compiled engine on WebGPU .*has no WebGPU/)).toBeDisabled();
	await expect.element(box(/^stock TensorFlow\.js on WebGPU .*has no WebGPU/)).toBeDisabled();
	await expect.element(box(/^compiled engine in WebAssembly processor, 2 threads$/)).toBeChecked();
	await expect.element(box(/^stock TensorFlow\.js on WebGL Test adapter$/)).toBeChecked();
	await box(/JavaScript processor, 1 thread$/).click();
	expect(race.chosen).toEqual(['wasm', 'tfjs-webgl', 'tfjs-cpu']);
	race.dispose();
});

test('what a browser calls a card under WebGL is named by the device alone', () => {
	const name = (adapter: string) => deviceText(english, 'tfjs-webgl', { ...card, adapter });
	expect(name('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')).toBe(
		'Vulkan 1.3.0 (SwiftShader Device (Subzero))'
	);
	expect(name('Mesa Intel(R) UHD Graphics')).toBe('Mesa Intel(R) UHD Graphics');
});

test('a program that plays graphics card is named as one', async () => {
	const { race } = open(fields.software);
	const panel = show(RacePanel, { race });
	const box = panel.getByRole('checkbox', { name: /^compiled engine on WebGPU Test program · software$/ });
	await expect.element(box).toBeEnabled();
	await expect.element(box).not.toBeChecked();
	race.dispose();
});

test('without contestants there is no start, and the page says why', async () => {
	const { race } = open(fields.processorOnly);
	const panel = show(RacePanel, { race });
	await panel.getByRole('checkbox', { name: /WebAssembly/ }).click();
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeEnabled();
	await panel.getByRole('checkbox', { name: /JavaScript/ }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('Choose at least one contestant.');
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	race.dispose();
});

test.each([
	['device-lost', /was lost.*Start the race again/],
	['out-of-memory', /no memory left.*smaller batch/],
	['crashed', /worker stopped.*Start the race again/],
	['nonsense', /not a number/]
] as const)('a race that fails (%s) says what to do and keeps its turns', async (kind, sentence) => {
	const { race } = started(fields.card, ...bothReady, turn('webgpu', [40]), {
		type: 'failure',
		kind,
		message: 'In the words of the engine.'
	});
	const panel = show(RacePanel, { race });
	await expect.element(panel.getByRole('alert')).toHaveTextContent(sentence);
	await expect.element(panel.getByText('The race ended early. What was measured stays.')).toBeVisible();
	expect(race.results[0]?.rates).toEqual([40]);
	race.dispose();
});

test('the chart draws what was measured and nothing else', async () => {
	const { race, say } = started(fields.card, ...bothReady);
	const doing = () => race.results.map((result) => doingOf(english, race, result));
	const empty = show(RaceChart, { results: race.results, doing: doing() });
	expect(empty.element().querySelectorAll('rect, circle')).toHaveLength(0);
	await expect
		.element(empty.getByRole('img', { name: /compiled engine on WebGPU not measured yet/ }))
		.toBeVisible();
	say(turn('webgpu', [40, 50, 60]), turn('tfjs', [5, 6]));
	const chart = show(RaceChart, { results: race.results, doing: doing() });
	expect(chart.element().querySelectorAll('rect')).toHaveLength(2);
	expect(chart.element().querySelectorAll('circle')).toHaveLength(5);
	const bars = [...chart.element().querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('width')));
	expect(bars[1]! / bars[0]!).toBeCloseTo(5.5 / 50, 6);
	await expect
		.element(
			chart.getByRole('img', {
				name: /engine on WebGPU 50\.0 images\/s, stock TensorFlow\.js on WebGPU 5\.50 images\/s/
			})
		)
		.toBeVisible();
	await expect.element(chart.getByText('(40.0–60.0)')).toBeVisible();
	race.dispose();
});

const program = { ...card, adapter: 'Test program', software: true };

test('the result is one sentence with its reservations, in both languages', () => {
	const { race, say } = started(
		fields.card,
		...bothReady,
		device('webgpu', program),
		turn('webgpu', [40, 60])
	);
	expect(resultOf(english, race)).toEqual([]);
	expect(unmeasured(english, race)).toBe('There is a result once everyone has taken a turn.');
	say(turn('tfjs', [5, 45]));
	race.hidden = true;
	expect(resultOf(english, race)).toEqual([
		'Fastest here: <strong>compiled engine on WebGPU</strong>, which trains <strong>2.00 times</strong> as many images per second as stock TensorFlow.js on WebGPU (medians; turns of each: 2).',
		'The turns of the two fastest overlap, so neither clearly wins: race again with more turns.',
		'A graphics card marked “software” is a program on the processor. Ratios between contestants that race on it mean something; its speed says nothing about a real card.',
		'This tab was hidden for a while; the turns affected were repeated.'
	]);
	expect(resultOf(chinese, race)[0]).toBe(
		'这里最快的是<strong>编译引擎（WebGPU）</strong>：每秒训练的图像数是原版 TensorFlow.js（WebGPU）的 <strong>2.00 倍</strong>（取中位数，每位计时 2 次）。'
	);
	expect(announcement(english, race)).toBe('All are ready and now take turns.');
	say({ type: 'end' });
	expect(announcement(english, race)).toMatch(
		/^Finished\. Fastest here: compiled engine on WebGPU, which trains 2\.00 times/
	);
	race.dispose();
});

test('of three the fastest is held against both others; one alone has its rate', () => {
	const { race, say } = open(fields.webglOnly);
	race.choose('tfjs-cpu', true);
	race.start();
	say(device('wasm', twoThreads), turn('wasm', [80]), turn('tfjs-webgl', [20]), turn('tfjs-cpu', [4]));
	expect(resultOf(english, race)).toEqual([
		'Fastest here: <strong>compiled engine in WebAssembly</strong>, which trains <strong>4.00 times</strong> as many images per second as stock TensorFlow.js on WebGL, 20.0 times the rate of stock TensorFlow.js in JavaScript (medians; turns of each: 1).'
	]);
	race.stop();
	for (const name of ['tfjs-webgl', 'tfjs-cpu'] as const) race.choose(name, false);
	race.start();
	say(device('wasm', twoThreads), turn('wasm', [80]));
	expect(resultOf(english, race)).toEqual([
		'<strong>compiled engine in WebAssembly</strong> trains <strong>80.0 images/s</strong> here (median; turns: 1).'
	]);
	race.dispose();
});

test('the table and the conditions have every figure, and a dash for what is not known', async () => {
	const { race, say } = started(
		fields.card,
		{ type: 'matmul', of: 'webgpu', gigaflops: 2 },
		device('webgpu', program),
		device('tfjs', program),
		...bothReady,
		turn('webgpu', [40])
	);
	const yardstick = { macs: 1e6, matmul: { webgpu: 2, wasm: null } };
	const table = show(RaceTable, { results: race.results, yardstick });
	const cells = (name: string) =>
		[...table.getByRole('row', { name }).element().querySelectorAll('td')].map((cell) => cell.textContent);
	expect(cells('images/s, median')).toEqual(['40.0', '–']);
	expect(cells('times the speed of the slowest')).toEqual(['–', '–']);
	expect(cells('kernel calls per step')).toEqual(['231', '–']);
	expect(cells('compiling before the first step, s')).toEqual(['2.00', '–']);
	expect(cells('memory for parameters and the step, MB')).toEqual(['18.4', '–']);
	// 40 images/s of 6 MFLOP each are 0.24 of 2 GFLOP/s.
	expect(cells('share of the device’s matmul rate')[0]).toMatch(/^12\.0/);
	expect(cells('steps per turn')).toEqual(['4', '1']);
	const conditions = show(Conditions, { race });
	await expect.element(conditions.getByText('Test program · software')).toBeVisible();
	await expect.element(conditions.getByText('2.00 GFLOP/s')).toBeVisible();
	await expect.element(conditions.getByText('32 px', { exact: true })).toBeVisible();
	say(turn('tfjs', [5]));
	const compared = show(RaceTable, { results: race.results, yardstick });
	const ratios = compared.getByRole('row', {
		name: 'times the speed of the slowest (stock TensorFlow.js on WebGPU)'
	});
	expect([...ratios.element().querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['8.00', '1']);
	race.dispose();
});

test('there is something to take away once something was measured', async () => {
	const { race, say } = started(fields.card, ...bothReady);
	const buttons = show(TakeAway, { race });
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeDisabled();
	say(turn('webgpu', [40]));
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeEnabled();
	await expect.element(buttons.getByRole('button', { name: 'Copy as JSON' })).toBeEnabled();
	race.dispose();
});
