import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import type { Backend } from './backend';
import { cpuReport } from '../report';

/** Plain JavaScript: always there. */
export async function openCpu(): Promise<Backend> {
	// Without it the backend writes advice to install a native package to the console.
	enableProdMode();
	await import('@tensorflow/tfjs-backend-cpu');
	await setBackend('cpu');
	return { name: 'cpu', report: cpuReport(), failure: () => null, close: () => undefined };
}
