import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { FusedLab } from '$lib/state/blocks/fused.svelte';
import { fusedCsv, fusedDocument } from '$lib/state/blocks/fusedDocument';
import { BlocksLab } from '$lib/state/blocks/lab.svelte';
import { BlocksClient } from '$lib/worker/blocksClient';
import { FusedClient } from '$lib/worker/fusedClient';
import type { FusedEvent } from '$lib/worker/fusedProtocol';
import FusedPanel from '../../../src/routes/[lang=lang]/blocks/FusedPanel.svelte';
import { fusedVerdict, scaleText } from '../../../src/routes/[lang=lang]/blocks/fusedWords';
import { field } from '../../suites/blockEvents';
import { fusedOpened, fusedTurn } from '../../suites/fusedEvents';
import { FakeWorker } from '../../unit/worker/fakeWorker';
import { chinese, english } from './play';
import { show } from './show';

function open() {
	const eyes = new FakeWorker();
	const blocks = new BlocksLab(new BlocksClient(() => eyes));
	blocks.look();
	eyes.sayAnything(field('here'));
	const workers: FakeWorker[] = [];
	const lab = new FusedLab(
		new FusedClient(() => {
			const worker = new FakeWorker();
			workers.push(worker);
			return worker;
		})
	);
	const say = (...events: FusedEvent[]) => {
		for (const event of events) workers.at(-1)?.sayAnything(event);
		flushSync();
	};
	return { blocks, lab, say, workers };
}

test('Table 3 is measured on the chosen device, drawn beside the paper’s, and kept when stopped', async () => {
	const { blocks, lab, say, workers } = open();
	const panel = show(FusedPanel, { blocks, lab });
	await panel.getByRole('combobox', { name: 'Device' }).selectOptions('processor, 2 threads');
	await panel.getByRole('button', { name: 'Train all in turns' }).click();
	expect(workers[0]?.sent).toMatchObject([
		{ type: 'measure', engine: 'wasm', settings: { family: 'b4', longestStepMs: 500, memoryMiB: 1536 } }
	]);
	say(...fusedOpened, { type: 'preparing', lastFusedStage: 3 });
	await expect
		.element(
			panel.getByText('processor, 2 threads: building and compiling the network with stages 1 to 3 fused …')
		)
		.toBeVisible();
	await expect
		.element(panel.getByText(/channels × 0\.5, 96 px, batch 8; all four together 800 MiB/))
		.toBeVisible();
	say(fusedTurn(2));
	await expect.element(panel.getByText('processor, 2 threads: turn 3 of 7 …')).toBeVisible();
	const chart = panel.getByRole('slider', { name: /^Speed relative to no stage fused/ });
	// One filled bar a network, and two hollow ones of the paper's.
	expect(chart.element().querySelectorAll('rect.measured')).toHaveLength(4);
	expect(chart.element().querySelectorAll('rect.cited')).toHaveLength(8);
	chart.element().focus();
	chart.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true }));
	flushSync();
	chart.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
	flushSync();
	expect(chart.element().getAttribute('aria-valuetext')).toBe(
		'stages 1 to 3 fused: here 1.40× (1.37 to 1.43); the paper’s TPU 1.38×, V100 1.39×'
	);
	const cells = [
		...panel
			.getByRole('row', { name: /stages 1 to 7/ })
			.element()
			.querySelectorAll('td')
	];
	expect(cells.map((cell) => cell.textContent)).toEqual([
		...['0.50×', '0.49–0.51', '40.0', '39.2–40.8', '200', '5,000,000', '0.97×', '1.33×']
	]);
	await panel.getByRole('button', { name: 'Stop' }).click();
	expect(workers[0]?.terminated).toBe(true);
	expect(lab.rows).toHaveLength(4);
	await expect.element(panel.getByRole('button', { name: 'Train again' })).toBeEnabled();
	expect(
		panel
			.getByRole('link', { name: /train all three/ })
			.element()
			.getAttribute('href')
	).toMatch(/\/schedules\/#race=1&model=v2-nano&train=2000&entrant=fixed,32,8,v2-nano-mbconv&/);
	blocks.dispose();
});

test('a device that is lost in the middle keeps the rows, and says what to do', async () => {
	const { blocks, lab, say } = open();
	const panel = show(FusedPanel, { blocks, lab });
	lab.start('webgpu');
	say(...fusedOpened, fusedTurn(4), { type: 'failure', kind: 'device-lost', message: 'Gone.' });
	await expect.element(panel.getByRole('alert')).toHaveTextContent(/^the device was lost/);
	await expect.element(panel.getByText('It ended early. What was measured stays.')).toBeVisible();
	expect(lab.rows).toHaveLength(4);
	const conditions = lab.conditions!;
	const { state, device, scale, rows, interruptions } = lab;
	const measured = { state, device, scale, rows, interruptions, conditions };
	expect(fusedDocument(measured)).toMatchObject({ complete: false, network: 'b4', scale: { width: 0.5 } });
	const [header, ...lines] = fusedCsv(measured).trim().split('\n');
	expect(lines).toHaveLength(4);
	const at = header!.split(',').indexOf('ratio');
	// The adapter's name holds commas and is quoted.
	expect(lines[1]!.replaceAll(/"[^"]*"/g, 'quoted').split(',')[at]).toBe('1.4');
	blocks.dispose();
});

test('the twins have no columns of the paper, and the result is a sentence in both languages', async () => {
	const { blocks, lab, say } = open();
	const panel = show(FusedPanel, { blocks, lab });
	await panel.getByText('v2-nano and its twins', { exact: true }).click();
	expect(lab.settings.family).toBe('nano');
	await expect.element(panel.getByText(/train at their own 32 px/)).toBeVisible();
	expect(panel.getByRole('spinbutton', { name: 'Memory' }).query()).toBeNull();
	lab.start('wasm');
	say(...fusedOpened, fusedTurn(7), { type: 'end' });
	expect(panel.element().querySelectorAll('rect.cited')).toHaveLength(0);
	expect(fusedVerdict(english, lab)).toEqual([
		'<strong>processor, 2 threads</strong>: fastest with stages 1 to 3 fused, 1.40 times as fast as with none.'
	]);
	expect(fusedVerdict(chinese, lab)).toEqual([
		'<strong>处理器，2 个线程</strong>：融合第 1 至 3 阶段时最快，是完全不融合时的 1.40 倍。'
	]);
	expect(scaleText(english, lab)).toBe('v2-nano and its twins, 96 px, batch 8; together 800 MiB.');
	blocks.dispose();
});

test('a field that does not fit is refused with a sentence, and the old value stays', async () => {
	const { blocks, lab } = open();
	const panel = show(FusedPanel, { blocks, lab });
	const step = panel.getByRole('spinbutton', { name: 'Longest step' });
	await step.fill('2');
	await panel.getByRole('spinbutton', { name: 'Memory' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At least 5; the old value stays.');
	expect(lab.settings.longestStepMs).toBe(500);
	await expect.element(panel.getByRole('button', { name: 'Train all in turns' })).toBeDisabled();
	blocks.dispose();
});
