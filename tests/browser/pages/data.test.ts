import { afterEach, expect, test, vi } from 'vitest';
import { userEvent, type Locator } from 'vitest/browser';
import DataPanel from '$lib/figures/data/DataPanel.svelte';
import type { WorkerEvent } from '$lib/worker/protocol';
import { chinese, configured, data, device, play } from './play';
import { show } from './show';

afterEach(() => {
	vi.restoreAllMocks();
});

const own: WorkerEvent = {
	type: 'data',
	kind: 'folders',
	classes: ['cat', 'bird', 'disc'],
	train: 64,
	test: 12,
	side: 48,
	samples: new Uint8ClampedArray(2 * 48 * 48 * 4).fill(128),
	labels: Uint8Array.of(0, 2),
	numbers: [0, 9],
	counts: { train: [30, 24, 10], test: [6, 4, 2] },
	thumbnails: { side: 32, images: new Uint8ClampedArray(3 * 32 * 32 * 4).fill(99) },
	skippedCount: 103,
	skipped: Array.from({ length: 100 }, (_, i) => ({ name: `pets/${i}.txt`, reason: 'undecodable' as const }))
};

function open(events: WorkerEvent[] = [device, data], language?: typeof chinese) {
	const { playground, worker, say } = play();
	say(...events);
	const panel = show(DataPanel, { playground }, language);
	return { playground, worker, say, panel };
}

const picker = (panel: Locator, spoken: string) =>
	panel.element().querySelector<HTMLInputElement>(`input[data-picks="${spoken}"]`)!;

async function picture(name: string, color: string): Promise<File> {
	const canvas = new OffscreenCanvas(12, 10);
	const context = canvas.getContext('2d')!;
	context.fillStyle = color;
	context.fillRect(0, 0, 12, 10);
	return new File([await canvas.convertToBlob({ type: 'image/png' })], name);
}

test('noise is seen at once where there is no run, and waits for the next where there is one', async () => {
	const { playground, worker, say, panel } = open();
	await panel.getByRole('spinbutton', { name: 'Pixel noise' }).fill('0.3');
	await userEvent.keyboard('{Enter}');
	expect(worker.sent.at(-1)).toMatchObject({ type: 'load-procedural', noise: 0.3 });
	await panel.getByRole('spinbutton', { name: 'Wrong labels' }).fill('1.5');
	await userEvent.keyboard('{Enter}');
	await expect.element(panel.getByRole('alert')).toHaveTextContent('At most 1');
	say(data, configured);
	const sent = worker.sent.length;
	await panel.getByRole('spinbutton', { name: 'Wrong labels' }).fill('0.2');
	await userEvent.keyboard('{Enter}');
	expect(worker.sent).toHaveLength(sent);
	expect(playground.draft.config.data).toMatchObject({ noise: 0.3, labelNoise: 0.2 });
	playground.dispose();
});

test('files are read at the side and split that were set, and again when these change', async () => {
	const { playground, worker, say, panel } = open();
	await panel.getByText('Folders').click();
	const side = panel.getByRole('spinbutton', { name: 'Resize to' });
	await side.fill('7');
	await userEvent.keyboard('{Enter}');
	await expect.element(panel.getByRole('alert')).toHaveTextContent('Enter a whole number from 8 to 256');
	await side.fill('48');
	await userEvent.keyboard('{Enter}');
	await expect.element(panel.getByRole('alert')).not.toBeInTheDocument();
	await userEvent.upload(picker(panel, 'Choose an archive …'), new File(['x'], 'pets.zip'));
	expect(worker.sent.at(-1)).toMatchObject({ type: 'load-files', paths: ['pets.zip'], side: 48, seed: 0 });
	say(own);
	expect(playground.draft.config.data).toMatchObject({ kind: 'folders', side: 48, seed: 0 });
	await side.fill('64');
	await userEvent.keyboard('{Enter}');
	await panel.getByRole('button', { name: 'Read the files again at 64 px' }).click();
	expect(worker.sent.at(-1)).toMatchObject({ type: 'load-files', paths: ['pets.zip'], side: 64 });
	playground.dispose();
});

test('files refused while the first images were being made: these are made after all', () => {
	const { playground, worker, say } = open([device]);
	playground.loadFiles([new File(['x'], 'x.bin')]);
	say({ type: 'data-refused', kind: 'unknown-format', file: 'x.bin', message: 'no' });
	expect(worker.types).toEqual(['start', 'load-procedural', 'load-files', 'load-procedural']);
	say(data);
	playground.loadFiles([new File(['x'], 'x.bin')]);
	say({ type: 'data-refused', kind: 'unknown-format', file: 'x.bin', message: 'no' });
	expect(worker.types.at(-1)).toBe('load-files');
	playground.dispose();
});

test('what is dropped on the panel is read', async () => {
	const { playground, worker, panel } = open();
	const dataTransfer = new DataTransfer();
	dataTransfer.items.add(new File(['x'], 'cifar-10-binary.tar.gz'));
	const title = panel.getByRole('heading', { name: 'Data' });
	await expect.element(title).toBeVisible();
	title.element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
	await expect.poll(() => worker.types.at(-1)).toBe('load-files');
	expect(worker.sent.at(-1)).toMatchObject({ paths: ['cifar-10-binary.tar.gz'], side: 32 });
	playground.dispose();
});

test('loading shows how far it is and can be given up', async () => {
	const { playground, worker, say, panel } = open();
	await expect.element(panel.getByRole('button', { name: 'Cancel' })).not.toBeInTheDocument();
	say({ type: 'data-progress', done: 30, total: 120 });
	await expect.element(panel.getByText(/^25.%$/)).toBeVisible();
	await panel.getByRole('button', { name: 'Cancel' }).click();
	expect(worker.sent.at(-1)).toEqual({ type: 'stop-loading' });
	say({ type: 'data-stopped' });
	await expect.element(panel.getByRole('progressbar')).not.toBeInTheDocument();
	await expect.element(panel.getByText('320 to train, 100 to test · 32 px')).toBeVisible();
	playground.dispose();
});

test('what was loaded: classes as the reader named them, counts, skipped files, and few steps said', async () => {
	const { playground, panel } = open([device, own], chinese);
	await expect.element(panel.getByText('训练 64 张，测试 12 张 · 48 px')).toBeVisible();
	const rows = panel.getByRole('row').elements();
	expect(
		rows.map((row) =>
			[...row.children]
				.map((cell) => cell.textContent.trim())
				.filter(Boolean)
				.join(' ')
		)
	).toEqual(['类别 训练 测试', 'cat 30 6', 'bird 24 4', 'disc 10 2']);
	await expect.element(panel.getByRole('img', { name: 'disc的第一张图像' })).toBeVisible();
	await panel.getByText('跳过的文件：103').first().click();
	await expect.element(panel.getByText('浏览器无法识别的图片').first()).toBeVisible();
	await expect.element(panel.getByText('另有 3 个')).toBeVisible();
	await expect.element(panel.getByText('每轮只够 2 批（每批 32 张）')).toBeVisible();
	await expect.element(panel.getByText('一切都不会离开这台电脑。')).toBeVisible();
	await panel.getByRole('spinbutton', { name: '用于训练' }).fill('40');
	await userEvent.keyboard('{Enter}');
	expect(playground.draft.config.data).toMatchObject({ train: 40, test: null });
	await panel.getByRole('spinbutton', { name: '用于训练' }).fill('64');
	await userEvent.keyboard('{Enter}');
	expect(playground.draft.config.data).toMatchObject({ train: null });
	playground.dispose();
});

test('class by class: names, files, removal; what is missing is said until it is there', async () => {
	const { playground, worker, panel } = open();
	await panel.getByText('Class by class').click();
	const use = panel.getByRole('button', { name: 'Use these images' });
	await expect.element(use).toBeDisabled();
	await expect.element(panel.getByText(/^Class 1: at least two images are needed/)).toBeVisible();
	const name = panel.getByRole('textbox', { name: 'Name of class 1' });
	await name.fill('Class 2');
	await userEvent.keyboard('{Enter}');
	await expect.element(panel.getByRole('alert')).toHaveTextContent('Another class has this name');
	await expect.element(name).toHaveValue('Class 1');
	await name.fill('red');
	await userEvent.keyboard('{Enter}');
	await expect.element(panel.getByRole('alert')).not.toBeInTheDocument();

	const red = await Promise.all(['a.png', 'b.png', 'c.png'].map((file) => picture(file, '#ff0000')));
	await userEvent.upload(picker(panel, 'Add images to red …'), [...red, new File(['no'], 'bad.png')]);
	await expect.element(panel.getByText('Skipped files: 1')).toBeVisible();
	await expect.element(panel.getByText('Images: 3')).toBeVisible();
	await expect.element(panel.getByRole('spinbutton', { name: 'Resize to' })).toBeDisabled();
	await panel.getByRole('button', { name: 'Remove image 2 of red' }).click();
	await expect.element(panel.getByText('Images: 2')).toBeVisible();

	const blue = await Promise.all(['a.png', 'b.png'].map((file) => picture(file, '#0000ff')));
	const dataTransfer = new DataTransfer();
	for (const file of blue) dataTransfer.items.add(file);
	const second = panel.getByRole('textbox', { name: 'Name of class 2' }).element();
	second.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
	await expect.element(use).toBeEnabled();
	expect(worker.types).not.toContain('load-files');
	await panel.getByRole('button', { name: 'Add a class' }).click();
	await expect.element(panel.getByText(/^Class 3: at least two images/)).toBeVisible();
	await panel.getByRole('button', { name: 'Remove class Class 3' }).click();
	await use.click();
	const sent = worker.sent.at(-1) as { classes: { name: string; images: Uint8Array }[] };
	expect(sent).toMatchObject({ type: 'load-collected', side: 32, seed: 0 });
	expect(
		sent.classes.map(({ name: each, images }) => [each, images.length, [...images.slice(0, 3)]])
	).toEqual([
		['red', 2 * 3 * 32 * 32, [255, 0, 0]],
		['Class 2', 2 * 3 * 32 * 32, [0, 0, 255]]
	]);
	playground.dispose();
});

/** A camera that shows one colour. */
function fakeCamera(): MediaStream {
	const canvas = document.createElement('canvas');
	canvas.width = 64;
	canvas.height = 48;
	const context = canvas.getContext('2d')!;
	const paint = () => {
		context.fillStyle = '#00ff00';
		context.fillRect(0, 0, 64, 48);
	};
	paint();
	const timer = setInterval(paint, 30);
	const stream = canvas.captureStream();
	stream.getVideoTracks()[0]?.addEventListener('ended', () => {
		clearInterval(timer);
	});
	return stream;
}

test('the camera takes several a second while the button is held, and goes off when it is left', async () => {
	const stream = fakeCamera();
	vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream);
	const { playground, panel } = open();
	await panel.getByText('Class by class').click();
	await panel.getByRole('button', { name: 'Start the camera' }).click();
	await panel.getByRole('combobox', { name: 'For class' }).selectOptions('Class 2');
	const video = panel.element().querySelector('video')!;
	await expect.poll(() => video.videoWidth).toBe(64);
	await panel.getByRole('button', { name: 'Take' }).click({ delay: 900 });
	const taken = () => panel.getByRole('button', { name: /^Remove image \d+ of Class 2$/ }).elements().length;
	await expect.poll(taken).toBeGreaterThanOrEqual(3);
	const after = taken();
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(taken()).toBe(after);
	panel.getByRole('button', { name: 'Take' }).element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.poll(taken).toBe(after + 1);
	await panel.getByText('CIFAR', { exact: true }).click();
	expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['ended']);
	playground.dispose();
});

test.each([
	['NotAllowedError', /was not allowed to use the camera/],
	['NotFoundError', /No camera was found/],
	['NotReadableError', /another program may be using it/]
])('a camera that does not come says why: %s', async (name, sentence) => {
	vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('no', name));
	const { playground, panel } = open();
	await panel.getByText('Class by class').click();
	await panel.getByRole('button', { name: 'Start the camera' }).click();
	await expect.element(panel.getByRole('alert')).toHaveTextContent(sentence);
	await expect.element(panel.getByRole('button', { name: 'Start the camera' })).toBeEnabled();
	playground.dispose();
});
