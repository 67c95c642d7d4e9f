import { describe, expect, test } from 'vitest';
import { cpuReport, webglReport, webgpuReport } from '$lib/engine/report';

const info = { vendor: '', architecture: '', device: '', description: '' };

describe('device reports', () => {
	test.each([
		['SwiftShader by architecture', { ...info, vendor: 'google', architecture: 'swiftshader' }, true],
		['lavapipe by description', { ...info, description: 'llvmpipe (LLVM 15.0.7, 256 bits)' }, true],
		['WARP', { ...info, vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, true],
		['a fallback adapter', { ...info, vendor: 'acme', isFallbackAdapter: true }, true],
		[
			'a graphics card',
			{ ...info, vendor: 'nvidia', architecture: 'ampere', isFallbackAdapter: false },
			false
		],
		['an adapter that says nothing', info, false]
	])('%s', (_, adapter, software) => {
		expect(webgpuReport('tfjs-webgpu', adapter, []).software).toBe(software);
	});

	test('names the adapter by what there is', () => {
		expect(
			webgpuReport('tfjs-webgpu', { ...info, vendor: 'apple', architecture: 'metal-3' }, []).adapter
		).toBe('apple metal-3');
		expect(
			webgpuReport('tfjs-webgpu', { ...info, vendor: 'intel', description: 'Iris Xe' }, ['b', 'a'])
		).toEqual({
			engine: 'tfjs-webgpu',
			adapter: 'Iris Xe',
			software: false,
			features: ['a', 'b']
		});
		expect(webgpuReport('tfjs-webgpu', info, []).adapter).not.toBe('');
	});

	test('WebGL and the processor', () => {
		const renderer = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)';
		expect(webglReport(renderer, [])).toMatchObject({ adapter: renderer, software: true });
		expect(webglReport('ANGLE (NVIDIA, GeForce RTX 3080)', []).software).toBe(false);
		expect(cpuReport()).toMatchObject({ engine: 'tfjs-cpu', software: false });
	});
});
