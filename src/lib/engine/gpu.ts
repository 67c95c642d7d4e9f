import { EngineError } from './executor';
import type { TuningStore } from './webgpu/tuning/store';

/** An open GPU: the device, what its adapter calls itself. The caller destroys the device. */
export interface Gpu {
	readonly device: GPUDevice;
	readonly info: GPUAdapterInfo;
	/** Where measurements of tiles are kept; without it none are made. */
	readonly tuning?: TuningStore | null;
}

/** Taken where the adapter has them; nothing needs them. */
const wishedFeatures: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'shader-f16'];

const wishedLimits = [
	'maxBufferSize',
	'maxStorageBufferBindingSize',
	'maxStorageBuffersPerShaderStage',
	'maxComputeWorkgroupStorageSize',
	'maxComputeInvocationsPerWorkgroup',
	'maxComputeWorkgroupSizeX',
	'maxComputeWorkgroupSizeY',
	'maxComputeWorkgroupSizeZ',
	'maxComputeWorkgroupsPerDimension'
] as const;

/** The realm's WebGPU, which the type library takes for granted, or null. */
export function browserWebgpu(): GPU | null {
	const { navigator: found } = globalThis as { navigator?: { gpu?: GPU } };
	return found?.gpu ?? null;
}

/**
 * Opens a device with the adapter's own limits. Null where `gpu` has no adapter; throws EngineError if the adapter
 * gives no device.
 */
export async function requestGpu(gpu: GPU): Promise<Gpu | null> {
	const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
	if (adapter === null) return null;
	const requiredFeatures = wishedFeatures.filter((feature) => adapter.features.has(feature));
	const requiredLimits: Record<string, number> = {};
	for (const limit of wishedLimits) requiredLimits[limit] = adapter.limits[limit];
	try {
		const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
		return { device, info: adapter.info };
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new EngineError('unavailable', `The graphics adapter gave no device: ${reason}`);
	}
}
