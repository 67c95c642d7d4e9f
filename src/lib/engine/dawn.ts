/**
 * WebGPU in Node through Dawn (package `webgpu`). Node only: nothing that the browser loads may import this file.
 */
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Webgpu from 'webgpu';
import { EngineError } from './executor';
import { requestGpu, type Gpu } from './gpu';
import { findSwiftShader, hasSystemDriver } from './swiftshader';

export interface DawnOptions {
	/** `auto`: a real GPU if there is one, else SwiftShader. `null`: Dawn's null backend, which executes nothing. */
	readonly adapter: 'auto' | 'null';
}

export interface Dawn extends Gpu {
	/** Destroys the device and lets Node exit: Dawn runs as long as something holds its entry point. */
	close(): void;
}

/** Dawn rounds time stamps to 65 µs, as browsers must; a profile in Node needs them as the device gives them. */
const fineClock = 'disable-dawn-features=timestamp_quantization';

/** glibc's RTLD_NODELETE: the library stays though Node closes it for not being an addon. */
const RTLD_NODELETE = 0x1000;

/** Opens a device and puts `navigator.gpu` and the GPU classes into the realm. Throws EngineError if there is none. */
export async function openDawn({ adapter }: DawnOptions = { adapter: 'auto' }): Promise<Dawn> {
	// Without it the Vulkan loader complains on standard error at every start.
	process.env.XDG_RUNTIME_DIR ??= tmpdir();
	const { create, globals } = await loadDawn();
	Object.assign(globalThis, globals);
	if (adapter === 'null') return open(create(['backend=null']));
	const dawn = hasSystemDriver() ? await tryOpen(create([fineClock])) : null;
	if (dawn !== null) return dawn;
	const folder = findSwiftShader();
	if (folder !== null) useSwiftShader(folder);
	return open(create([fineClock]));
}

async function loadDawn(): Promise<typeof Webgpu> {
	try {
		return await import('webgpu');
	} catch {
		const here = `${process.platform} on ${process.arch}`;
		throw new EngineError(
			'unavailable',
			`The package "webgpu" has no build of Dawn that loads here (${here}).`
		);
	}
}

/** Points the Vulkan loader at Chromium's software driver, and loads Chromium's loader where the system has none. */
function useSwiftShader(folder: string): void {
	process.env.VK_ICD_FILENAMES = join(folder, 'vk_swiftshader_icd.json');
	try {
		// The dynamic linker knows a library once loaded by its name, so Dawn's own dlopen then finds this one.
		const library = join(folder, 'libvulkan.so.1');
		process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
	} catch {
		// Expected: Node refuses a library that is no addon, after it was loaded.
	}
}

async function open(gpu: GPU): Promise<Dawn> {
	const dawn = await tryOpen(gpu);
	if (dawn !== null) return dawn;
	const advice = 'install a graphics driver, or Chromium, which brings the software GPU SwiftShader along';
	throw new EngineError('unavailable', `Node found no WebGPU adapter: ${advice}.`);
}

async function tryOpen(gpu: GPU): Promise<Dawn | null> {
	const opened = await requestGpu(gpu);
	if (opened === null) return null;
	const { device, info } = opened;
	const withdraw = publish(gpu);
	return {
		device,
		info,
		close() {
			device.destroy();
			withdraw();
		}
	};
}

/** TensorFlow.js looks for `navigator.gpu`; Node 20 has no navigator at all. Returns what takes it away again. */
function publish(gpu: GPU): () => void {
	const realm = globalThis as { navigator?: object };
	if (realm.navigator === undefined) {
		const navigator = { userAgent: `Node.js/${process.versions.node}`, gpu };
		Object.defineProperty(realm, 'navigator', { value: navigator, configurable: true, writable: true });
		return () => Reflect.deleteProperty(realm, 'navigator');
	}
	const { navigator } = realm;
	Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
	return () => Reflect.deleteProperty(navigator, 'gpu');
}
