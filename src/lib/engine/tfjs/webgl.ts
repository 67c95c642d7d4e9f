import {
	enableProdMode,
	env,
	removeBackend,
	setBackend,
	backend as currentBackend
} from '@tensorflow/tfjs-core';
import { EngineError } from '../executor';
import type { Backend } from './backend';
import { webglReport } from '../report';

/** WebGL 2 with float32 render targets. Throws EngineError if it is missing or stores less than float32. */
export async function openWebgl(): Promise<Backend> {
	enableProdMode();
	const { MathBackendWebGL } = await import('./webglKernels');
	if (!(await setBackend('webgl').catch(() => false))) {
		throw new EngineError('unavailable', 'This browser gives no WebGL 2 context.');
	}
	const backend = currentBackend();
	if (!(backend instanceof MathBackendWebGL) || !env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')) {
		removeBackend('webgl');
		throw new EngineError('unavailable', 'WebGL on this device stores 16-bit numbers only.');
	}
	const { gl } = backend.gpgpu;
	const details = gl.getExtension('WEBGL_debug_renderer_info');
	const renderer: unknown = gl.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
	return {
		name: 'webgl',
		report: webglReport(String(renderer), gl.getSupportedExtensions() ?? []),
		failure: () =>
			gl.isContextLost() ? new EngineError('device-lost', 'The browser took the WebGL context away.') : null,
		close: () => removeBackend('webgl')
	};
}
