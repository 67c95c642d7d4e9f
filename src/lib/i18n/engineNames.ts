/** What engines are called, in every language. */
export const engineNames = {
	webgpu: 'WebGPU',
	wasm: 'WebAssembly',
	'tfjs-webgpu': 'WebGPU',
	'tfjs-webgl': 'WebGL',
	'tfjs-cpu': 'JavaScript'
} as const;
