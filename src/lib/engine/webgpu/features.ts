/** What shaders use where the device has it; each has a second text for devices without. */
export interface Features {
	/** Lanes of a workgroup add up by subgroup operations, see kernels/lanes.ts. */
	readonly subgroups: boolean;
}

export function featuresOf(device: GPUDevice): Features {
	return { subgroups: device.features.has('subgroups') };
}
