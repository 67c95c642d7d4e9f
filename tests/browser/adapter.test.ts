import { expect, test } from 'vitest';

test('the browser gives pages and workers a WebGPU adapter', async () => {
	expect(await navigator.gpu.requestAdapter()).not.toBeNull();
	const source = `navigator.gpu.requestAdapter().then((adapter) => postMessage(adapter !== null))`;
	const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
	const found = await new Promise((resolve) => {
		worker.onmessage = (event) => resolve(event.data);
	});
	worker.terminate();
	expect(found).toBe(true);
});
