import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import PredictionGrid from '$lib/figures/predictions/PredictionGrid.svelte';
import InspectPanel from '$lib/figures/inspect/InspectPanel.svelte';
import { askableSizes } from '$lib/figures/inspect/sizes';
import SightPanel from '$lib/figures/sight/SightPanel.svelte';
import type { WorkerEvent } from '$lib/worker/protocol';
import { chinese, configured, data, device, evaluation, play, stageBegins, step } from './play';
import { show } from './show';

const trained: WorkerEvent[] = [
	device,
	data,
	configured,
	{ type: 'training', events: [stageBegins(0), step(0, 2.3)] },
	{ type: 'state', state: 'paused' }
];
const answers: WorkerEvent = {
	...{ type: 'answers', step: 1, size: 16, weights: 'parameters' },
	labels: Uint8Array.of(0, 0, 1, 1),
	answers: Uint8Array.of(0, 1, 1, 0),
	confidences: Float32Array.of(0.9, 0.6, 0.7, 0.8)
};
const tests = (images: number[]): WorkerEvent => ({
	...{ type: 'test-images', images, side: 2 },
	pixels: new Uint8ClampedArray(16 * images.length).fill(200)
});
const layer = { name: 'bn1', stage: 'stem', block: null, side: 2, channels: 20 };
const inspection: WorkerEvent = {
	...{ type: 'inspection', image: 3, label: 1, step: 1, size: 16 },
	probabilities: Float32Array.of(0.75, 0.25),
	layers: [
		{ ...layer, values: Float32Array.from({ length: 80 }, (_, index) => index / 79) },
		{ ...layer, name: 'blocks.0.0.bn1', stage: 'stage1', block: 0, values: new Float32Array(80) }
	],
	norms: [{ name: 'conv_stem.weight', weight: 2, gradient: 0.125 }],
	filters: new Float32Array(27).fill(1)
};

/** The panel, opened. */
async function opened(events: WorkerEvent[], language = undefined as typeof chinese | undefined) {
	const stage = play();
	stage.say(...events);
	const screen = show(InspectPanel, { playground: stage.playground }, language);
	await screen.getByText(/^(Look into the network|看看网络内部)/).click();
	return { ...stage, screen };
}

test('before the first step the panel says what to do, and after a lost device, too', async () => {
	const { screen, say, playground } = await opened([device, data]);
	await expect.element(screen.getByText(/press Train or Step/)).toBeVisible();
	say(...trained);
	await expect.element(screen.getByRole('button', { name: 'Ask about all test images' })).toBeEnabled();
	say({ type: 'state', state: 'lost' });
	await expect.element(screen.getByText(/network of this run is gone/)).toBeVisible();
	playground.dispose();
});

test('the matrix is asked for, walked by keys, and opens the images behind a cell', async () => {
	const { screen, say, worker, playground } = await opened(trained);
	const largest = Math.max(...askableSizes(playground.run!.config));
	await screen.getByRole('combobox', { name: 'Images at' }).selectOptions(String(largest));
	const before = worker.sent.length;
	await screen.getByRole('button', { name: 'Ask about all test images' }).click();
	expect(worker.sent.slice(before)).toEqual([{ type: 'answer-all', size: largest, weights: 'parameters' }]);
	await expect.element(screen.getByText('The network is being asked …')).toBeVisible();

	say(answers);
	await expect.element(screen.getByText('2 of 4 right')).toBeVisible();
	await expect
		.element(screen.getByText(/Taken at step 1, images at 16.px, weights as trained/))
		.toBeVisible();
	const cell = (name: string) => screen.getByRole('gridcell', { name });
	(cell('disc, answered right: 1 of 2').element() as HTMLElement).focus();
	await userEvent.keyboard('{ArrowRight}');
	await expect.element(cell('disc, taken for square: 1 of 2')).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	await expect.element(screen.getByRole('heading', { name: 'disc, taken for square: 1 of 2' })).toBeVisible();
	await vi.waitUntil(() => worker.types.includes('show-tests'));
	say(tests([1, 3]));
	const images = screen.getByRole('button', { name: 'Test image 1: disc, taken for square' });
	await expect.element(images.first()).toBeVisible();
	// In its cell and among the mistakes.
	expect(images.elements()).toHaveLength(2);

	say({ ...answers, size: 32 });
	await expect.element(screen.getByRole('heading', { name: 'Asked so far' })).toBeVisible();
	expect(screen.getByRole('row', { name: /as trained/ }).elements()).toHaveLength(2);
	playground.dispose();
});

test('at the run’s end its judgement is the matrix, without asking', async () => {
	const { screen, say, playground } = await opened(trained);
	const confusion = Uint32Array.of(40, 10, 5, 45);
	say({
		type: 'training',
		events: [stageBegins(1), step(19, 1), { ...evaluation(20, 32, 85, true), confusion }]
	});
	await expect.element(screen.getByText(/85 of 100 right/)).toBeVisible();
	await screen.getByRole('gridcell', { name: 'square, taken for disc: 5 of 50' }).click();
	await expect.element(screen.getByText(/The final test kept counts/)).toBeVisible();
	playground.dispose();
});

test('a hundred classes stay a grid in one tab stop', async () => {
	const classes = Array.from({ length: 100 }, (_, label) => `class ${label}`);
	const many = { ...data, kind: 'cifar100', classes } as WorkerEvent;
	const { screen, say, playground } = await opened([device, many, ...trained.slice(2)]);
	const labels = Uint8Array.from({ length: 200 }, (_, image) => image % 100);
	const confidences = new Float32Array(200).fill(0.5);
	say({ ...answers, labels, answers: labels, confidences });
	const grid = screen.getByRole('grid').element();
	expect(grid.querySelectorAll('td[data-row]')).toHaveLength(10_000);
	expect(grid.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
	grid.querySelector<HTMLElement>('td[tabindex="0"]')!.focus();
	await userEvent.keyboard('{End}{PageDown}');
	expect(document.activeElement?.getAttribute('aria-label')).toBe('class 10, taken for class 99: 0 of 2');
	expect(grid.querySelectorAll('td[tabindex="0"]')).toHaveLength(1);
	playground.dispose();
});

test('an image picked from the predictions is sent through the network and told layer by layer', async () => {
	const stage = play();
	stage.say(...trained);
	const { playground, worker, say } = stage;
	const screen = show(InspectPanel, { playground });
	const grid = show(PredictionGrid, {
		data: playground.data,
		predictions: null,
		onpick: (image: number) => playground.inspection.pick(image)
	});
	await grid.getByRole('button', { name: /^Inspect: square/ }).click();
	await vi.waitUntil(() => worker.types.includes('inspect'));
	expect(worker.sent[worker.types.indexOf('inspect')]).toMatchObject({ image: 9, size: 16 });
	await expect.element(screen.getByRole('spinbutton', { name: 'Test image' })).toHaveValue(9);

	say({ ...inspection, image: 9 }, tests([9]));
	await expect.element(screen.getByText('It shows: square.')).toBeVisible();
	await expect.element(screen.getByText(/The network says: disc, 75/)).toBeVisible();
	await screen.getByText('Stem').click();
	const maps = screen.getByRole('img', {
		name: /2 × 2 px, 20 channels: 16 channels as grey pictures, from 0 to 1/
	});
	await expect.element(maps.first()).toBeVisible();
	await screen.getByRole('button', { name: 'Show more channels' }).last().click();
	await expect.element(screen.getByRole('img', { name: /: 20 channels as grey/ })).toBeVisible();
	await expect.element(screen.getByRole('img', { name: /filters of the first convolution/ })).toBeVisible();

	await screen.getByText('Weights and gradients').click();
	await expect.element(screen.getByRole('row', { name: /conv_stem\s+2\.00\s+0\.125/ })).toBeVisible();
	playground.dispose();
});

test('it speaks Chinese', async () => {
	const { screen, say, playground } = await opened(trained, chinese);
	say(answers);
	await expect.element(screen.getByRole('gridcell', { name: '圆盘，答对：2 张中的 1 张' })).toBeVisible();
	playground.dispose();
});

test('the stage in force at an epoch is what the network sees', async () => {
	const { playground, say } = play();
	say(device, data);
	const screen = show(SightPanel, { playground });
	const slider = screen.getByRole('slider', { name: 'Epoch' });
	const last = playground.draft.config.stages.length;
	const total = playground.draft.config.stages.reduce((sum, { epochs }) => sum + epochs, 0);
	(slider.element() as HTMLElement).focus();
	await userEvent.keyboard('{End}');
	await expect.element(screen.getByRole('radio', { name: `stage ${last}` })).toBeChecked();
	await expect.element(slider).toHaveAttribute('aria-valuetext', expect.stringContaining(`epoch ${total}: `));
	await userEvent.keyboard('{Home}');
	await expect.element(screen.getByRole('radio', { name: 'stage 1' })).toBeChecked();
	playground.dispose();
});
