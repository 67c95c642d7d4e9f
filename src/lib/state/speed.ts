import type { EngineSpeed } from '$lib/recipe/defaults';
import type { Device } from '$lib/worker/protocol';

/** How fast the device is, which decides the default run. */
export function speedOf(device: Device): EngineSpeed {
	if (device.engine === 'tfjs-cpu') return 'cpu';
	if (device.engine === 'wasm') return 'processor';
	return device.software ? 'software' : 'gpu';
}
