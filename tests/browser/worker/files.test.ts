import { afterEach, expect, test } from 'vitest';
import { TrainClient } from '$lib/worker/client';
import type { WorkerEvent } from '$lib/worker/protocol';

const client = new TrainClient();
afterEach(() => {
	client.dispose();
});

/** The first event of a type from now on. */
function heard<Type extends WorkerEvent['type']>(type: Type): Promise<Extract<WorkerEvent, { type: Type }>> {
	return new Promise((resolve) => {
		const stop = client.listen((event) => {
			if (event.type !== type) return;
			stop();
			resolve(event as Extract<WorkerEvent, { type: Type }>);
		});
	});
}

test('the worker decodes images in class folders by the browser’s means', async () => {
	const canvas = new OffscreenCanvas(20, 30);
	const context = canvas.getContext('2d')!;
	const draw = async (colour: string, type: string) => {
		context.fillStyle = colour;
		context.fillRect(0, 0, 20, 30);
		return new File([await canvas.convertToBlob({ type })], 'x');
	};
	const [red, blue] = [await draw('red', 'image/webp'), await draw('blue', 'image/png')];
	const data = heard('data');
	client.send({
		type: 'load-files',
		files: [red, red, blue, blue, new File(['x'], 'x')],
		paths: ['a/red/1', 'a/red/2', 'a/blue/1', 'a/blue/2', 'a/blue/3'],
		side: 8
	});
	const { kind, classes, counts, thumbnails, skipped } = await data;
	expect([kind, classes]).toEqual(['folders', ['blue', 'red']]);
	expect(counts).toEqual({ train: [1, 1], test: [1, 1] });
	expect(skipped).toEqual([{ name: 'a/blue/3', reason: 'undecodable' }]);
	expect([...thumbnails.images.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
});
