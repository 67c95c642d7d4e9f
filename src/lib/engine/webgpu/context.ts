import type { DeviceReport, EngineError } from '../executor';
import type { Gpu } from '../gpu';
import { gpuThreads } from '../plan/parallelism';
import { webgpuReport } from '../report';
import { watchDevice, type DeviceWatch } from '../watch';
import { featuresOf } from './features';
import { Pipelines } from './pipelines';
import { dealsQuadsInOrder } from './quads';
import type { Target } from './tile';
import { adapterKey } from './tuning/store';
import { Tuner, type Tuned } from './tuning/tuner';

/** An open device with what all executors on it share. */
export class Context implements Tuned {
	readonly device: GPUDevice;
	readonly report: DeviceReport;
	readonly pipelines: Pipelines;
	readonly tuner: Tuner;
	readonly #watch: DeviceWatch;
	#quads = false;

	private constructor({ device, info, tuning }: Gpu) {
		this.device = device;
		this.report = webgpuReport('webgpu', info, device.features as ReadonlySet<string>);
		this.pipelines = new Pipelines(device, featuresOf(device, this.report.software));
		this.tuner = new Tuner(this, tuning ?? null, adapterKey(info));
		this.#watch = watchDevice(device);
	}

	/** Asks the device what it can before anything is compiled for it. */
	static async open(gpu: Gpu): Promise<Context> {
		const context = new Context(gpu);
		context.#quads = await dealsQuadsInOrder(context);
		return context;
	}

	/** What decides about tiles here. */
	get target(): Target {
		return { software: this.report.software, quads: this.#quads };
	}

	get parallelism(): number {
		return gpuThreads(this.report.software);
	}

	/** Why the device can no longer be used, or null while it can. */
	failure(): EngineError | null {
		return this.#watch.failure();
	}

	/** Throws EngineError if the device has failed. */
	check(): void {
		const failure = this.failure();
		if (failure !== null) throw failure;
	}

	close(): void {
		this.#watch.end();
	}
}
