import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import RaceChart from '$lib/figures/race/RaceChart.svelte';
import RaceTable from '$lib/figures/race/RaceTable.svelte';
import { Race } from '$lib/state/race.svelte';
import { BenchClient } from '$lib/worker/benchClient';
import type { BenchEvent } from '$lib/worker/benchProtocol';
import Conditions from '../../../src/routes/[lang=lang]/bench/Conditions.svelte';
import RacePanel from '../../../src/routes/[lang=lang]/bench/RacePanel.svelte';
import TakeAway from '../../../src/routes/[lang=lang]/bench/TakeAway.svelte';
import { announcement, doingOf, resultOf, unmeasured } from '../../../src/routes/[lang=lang]/bench/words';
import { ready, turn } from '../../suites/raceEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, english } from './play';
import { show } from './show';

const device: BenchEvent = { type: 'device', adapter: 'Test adapter', software: false };
const software: BenchEvent = { ...device, software: true };

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
function started(adapter: BenchEvent, ...events: BenchEvent[]) {
	const opened = open(adapter);
	opened.race.start();
	opened.say(...events);
	return opened;
}

const bothReady = [ready('webgpu', 4, 100), ready('tfjs', 1, 1000)];

test('the button waits for the adapter, starts, stops and starts again', async () => {
	const { race, say } = open();
	const panel = show(RacePanel, { race });
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	await expect.element(panel.getByText('Looking for a WebGPU adapter …')).toBeVisible();
	say(device);
	await expect.element(panel.getByText('Ready to race on “Test adapter”.')).toBeVisible();
	await panel.getByRole('button', { name: 'Start the race' }).click();
	await expect.element(panel.getByText('Measuring how fast the adapter multiplies matrices …')).toBeVisible();
	say({ type: 'matmul', gigaflops: 2 }, { type: 'preparing', contestant: 'webgpu' });
	await expect.element(panel.getByText('compiled engine: builds its network and compiles …')).toBeVisible();
	say({ type: 'warming', contestant: 'webgpu' });
	await expect.element(panel.getByText('compiled engine: warms up …')).toBeVisible();
	say(...bothReady, turn('webgpu', [40]));
	await expect.element(panel.getByText(/stock TensorFlow\.js: turn 1 of 5 … · about \d/)).toBeVisible();
	await panel.getByRole('button', { name: 'Stop' }).click();
	await expect.element(panel.getByText('Stopped. What was measured stays.')).toBeVisible();
	await expect.element(panel.getByRole('button', { name: 'Race again' })).toBeEnabled();
	race.dispose();
});

test('a value that does not fit is refused with a reason', async () => {
	const { race } = open(device);
	const panel = show(RacePanel, { race });
	await panel.getByRole('spinbutton', { name: 'Batch' }).fill('0');
	await panel.getByRole('spinbutton', { name: 'Turns each' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At least 1; the old value stays.');
	await expect.element(panel.getByRole('button', { name: 'Start the race' })).toBeDisabled();
	race.dispose();
});

test.each(['missing', 'no-adapter', 'failed'] as const)(
	'without WebGPU (%s) it says so, offers no button and measures nothing',
	async (reason) => {
		const { race } = open({ type: 'no-webgpu', reason });
		const panel = show(RacePanel, { race });
		await expect.element(panel.getByText(/nothing to race and nothing is measured/)).toBeVisible();
		await expect.element(panel.getByRole('link', { name: /playground/ })).toBeVisible();
		expect(panel.getByRole('button').elements()).toEqual([]);
		expect(unmeasured(english, race)).toBe('Nothing is measured here.');
		race.dispose();
	}
);

test.each([
	['device-lost', /went away.*Start the race again/],
	['out-of-memory', /no memory left.*smaller batch/],
	['crashed', /worker stopped.*Start the race again/],
	['nonsense', /no number/]
] as const)('a race that fails (%s) says what to do and keeps its turns', async (kind, sentence) => {
	const { race } = started(device, ...bothReady, turn('webgpu', [40]), {
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
	const { race, say } = started(software, ...bothReady);
	const doing = () => race.results.map((result) => doingOf(english, race, result));
	const empty = show(RaceChart, { results: race.results, doing: doing() });
	expect(empty.element().querySelectorAll('rect, circle')).toHaveLength(0);
	await expect.element(empty.getByRole('img', { name: /compiled engine not measured yet/ })).toBeVisible();
	say(turn('webgpu', [40, 50, 60]), turn('tfjs', [5, 6]));
	const chart = show(RaceChart, { results: race.results, doing: doing() });
	expect(chart.element().querySelectorAll('rect')).toHaveLength(2);
	expect(chart.element().querySelectorAll('circle')).toHaveLength(5);
	const bars = [...chart.element().querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('width')));
	expect(bars[1]! / bars[0]!).toBeCloseTo(5.5 / 50, 6);
	await expect
		.element(chart.getByRole('img', { name: /engine 50\.0 images\/s, stock TensorFlow\.js 5\.50 images\/s/ }))
		.toBeVisible();
	await expect.element(chart.getByText('(40.0–60.0)')).toBeVisible();
	race.dispose();
});

test('the result is one sentence with its reservations, in both languages', () => {
	const { race, say } = started(software, ...bothReady, turn('webgpu', [40, 60]));
	expect(resultOf(english, race)).toEqual([]);
	say(turn('tfjs', [5, 45]));
	race.hidden = true;
	expect(resultOf(english, race)).toEqual([
		'Faster here: <strong>compiled engine</strong>, with <strong>2.00 times</strong> as many images a second as its rival (medians; turns of each: 2).',
		'Their turns overlap, so this is no clear win: race again with more turns.',
		'The adapter is a program on the processor: only this ratio means anything.',
		'This tab was hidden meanwhile; turns that met it were run again.'
	]);
	expect(resultOf(chinese, race)[0]).toBe(
		'这里更快的是<strong>编译引擎</strong>：每秒训练的图像数是对方的 <strong>2.00 倍</strong>（取中位数，每方计时 2 次）。'
	);
	expect(announcement(english, race)).toBe('Both are ready and take turns.');
	say({ type: 'end' });
	expect(announcement(english, race)).toMatch(/^Finished\. Faster here: compiled engine, with 2\.00 times/);
	race.dispose();
});

test('the table and the conditions have every figure, and a dash for what is not known', async () => {
	const { race } = started(software, { type: 'matmul', gigaflops: 2 }, ...bothReady, turn('webgpu', [40]));
	const table = show(RaceTable, { results: race.results, yardstick: { macs: 1e6, matmul: 2 } });
	const cells = (name: string) =>
		[...table.getByRole('row', { name }).element().querySelectorAll('td')].map((cell) => cell.textContent);
	expect(cells('images/s, median')).toEqual(['40.0', '–']);
	expect(cells('kernel calls of a step')).toEqual(['231', '–']);
	expect(cells('compiling before the first step, s')).toEqual(['2.00', '–']);
	expect(cells('GPU buffers, MB')).toEqual(['18.4', '–']);
	// 40 images/s of 6 MFLOP each are 0.24 of 2 GFLOP/s.
	expect(cells('share of the adapter’s matmul rate')[0]).toMatch(/^12\.0/);
	expect(cells('steps of a turn')).toEqual(['4', '1']);
	const conditions = show(Conditions, { race });
	await expect.element(conditions.getByText('Test adapter · software')).toBeVisible();
	await expect.element(conditions.getByText('2.00 GFLOP/s')).toBeVisible();
	await expect.element(conditions.getByText('16 px', { exact: true })).toBeVisible();
	race.dispose();
});

test('there is something to take away once something was measured', async () => {
	const { race, say } = started(software, ...bothReady);
	const buttons = show(TakeAway, { race });
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeDisabled();
	say(turn('webgpu', [40]));
	await expect.element(buttons.getByRole('button', { name: 'Download CSV' })).toBeEnabled();
	await expect.element(buttons.getByRole('button', { name: 'Copy as JSON' })).toBeEnabled();
	race.dispose();
});
