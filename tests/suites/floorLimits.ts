/** The limits that every WebGPU device has at least (its specification, §3.6.2). */
export const floorLimits = {
	maxStorageBuffersPerShaderStage: 8,
	maxComputeWorkgroupsPerDimension: 65_535,
	maxComputeInvocationsPerWorkgroup: 256,
	maxComputeWorkgroupSizeX: 256,
	maxComputeWorkgroupStorageSize: 16_384,
	maxBufferSize: 2 ** 28,
	maxStorageBufferBindingSize: 2 ** 27
} as const;
