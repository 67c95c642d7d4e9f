import { expect, test, vi } from 'vitest';
import { nodeKernels } from '$lib/engine/wasm/nodeKernels';
import { openWasm } from '$lib/engine/wasm/open';
import { checkGrowth } from '../../../suites/growth';

test('a thousand steps allocate nothing in linear memory and keep nothing in JavaScript', async () => {
	const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
	const engine = await openWasm(nodeKernels);
	let bytes = NaN;
	const warm = () => {
		expect(grow).toHaveBeenCalled();
		grow.mockClear();
		bytes = engine.heldBytes;
	};
	await checkGrowth(engine, warm, () => {
		expect(grow).not.toHaveBeenCalled();
		expect(engine.heldBytes).toBe(bytes);
	});
	expect(engine.heldBytes).toBe(0);
	engine.close();
});
