import { EngineError } from './executor';

export const outOfMemory =
	'The device ran out of memory: a smaller batch, a smaller image or a smaller network will fit.';

export const heldOutOfMemory =
	'The device has no room to keep these images: a set of fewer or smaller images will fit.';

export function refusedKernel(reason: string): EngineError {
	return new EngineError('unavailable', `The graphics device refused a kernel: ${reason}`);
}

export interface DeviceWatch {
	/** Why the device can no longer be used, or null while it can. */
	readonly failure: () => EngineError | null;
	/** From now on the device counts as closed. */
	readonly end: () => void;
}

/** Notes the first failure of a device. Without it a refused kernel would leave zeros, and training would go on with them. */
export function watchDevice(device: GPUDevice): DeviceWatch {
	let failure: EngineError | null = null;
	void device.lost.then(({ message }) => (failure ??= new EngineError('device-lost', lostSentence(message))));
	const note = ({ error }: GPUUncapturedErrorEvent) => {
		failure ??=
			error instanceof GPUOutOfMemoryError
				? new EngineError('out-of-memory', outOfMemory)
				: refusedKernel(error.message);
	};
	device.addEventListener('uncapturederror', note);
	return {
		failure: () => failure,
		end() {
			device.removeEventListener('uncapturederror', note);
			failure ??= new EngineError('unavailable', 'This engine was closed.');
		}
	};
}

function lostSentence(message: string): string {
	const reason = message.trim().replace(/\.$/, '');
	return `The graphics device went away${reason === '' ? '' : ` (${reason})`}; reload the page to go on.`;
}
