import { gpuEnvironment, noGpu } from '../../scripts/browser.mjs';

export default function setup() {
	if (gpuEnvironment() === null) throw new Error(noGpu);
}
