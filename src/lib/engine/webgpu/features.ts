/** What the texts of shaders depend on beside their kernel. */
export interface Features {
	/** Lanes of a workgroup add up by subgroup operations, see kernels/lanes.ts; else in its memory. */
	readonly subgroups: boolean;
	/** float16 in memory by WGSL's own type; else two of them in a u32. */
	readonly half: boolean;
	/** The threads of a workgroup take turns on a processor core, so that to meet costs more than to work alone. */
	readonly software: boolean;
}

export function featuresOf(device: GPUDevice, software: boolean): Features {
	return {
		subgroups: device.features.has('subgroups'),
		half: device.features.has('shader-f16'),
		software
	};
}
