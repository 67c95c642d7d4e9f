/**
 * What runs a graph. The page, the worker, the recipe and `lab` know engines by this file alone.
 *
 * Images are float32 NHWC, normalised; targets float32 [batch, classes], rows summing to one. Parameters and
 * statistics go by timm's names in PyTorch's layout, whatever the engine keeps inside.
 */
import type { ImageSet } from '$lib/data/dataset';
import type { DrawnImages } from '$lib/data/augment/table';
import type { Graph, ValueId } from '$lib/model/graph';
import type { ParameterMap } from '$lib/model/parameters';
import type { ActivationStorage, Pass } from './plan/plan';

export type EngineName = 'webgpu' | 'wasm' | 'tfjs-webgpu' | 'tfjs-webgl' | 'tfjs-cpu';

export interface DeviceReport {
	readonly engine: EngineName;
	/** What the driver calls the device, e.g. `NVIDIA H200`, or `CPU, JavaScript`. */
	readonly adapter: string;
	/** True where the "GPU" is a program on the processor (SwiftShader, lavapipe, WARP). */
	readonly software: boolean;
	readonly features: readonly string[];
}

export type OptimizerSpec =
	/** g += wd·p; v = momentum·v + g; p -= lr·(g + momentum·v): Nesterov. */
	| { readonly kind: 'sgd'; readonly momentum: number }
	/** TensorFlow's: the accumulator starts at 1, epsilon inside the root; v = momentum·v + lr·g/√(a+ε); p -= v. */
	| { readonly kind: 'rmsprop'; readonly decay: number; readonly momentum: number; readonly epsilon: number }
	/** Decoupled decay: p *= 1 - lr·wd, then Adam with bias correction, epsilon outside the root. */
	| { readonly kind: 'adamw'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

export interface ExecutorOptions {
	readonly graph: Graph;
	readonly optimizer: OptimizerSpec;
	/** Keep an exponential moving average of parameters and statistics. */
	readonly ema: boolean;
	/** Key of dropout and drop-path draws. */
	readonly seed: number;
	/**
	 * What a training step keeps activations as from the way forward to the way back. float16 takes half the memory and
	 * costs three digits; sums, gradients, weights and statistics are float32 either way. The compiled WebGPU engine has
	 * it, on every device; the others throw EngineError `unavailable`. float32 unless told otherwise.
	 */
	readonly activations?: ActivationStorage;
}

export interface StepShape {
	/** Image side, pixels. */
	readonly imageSize: number;
	readonly batch: number;
}

export interface Batch {
	/** [batch, size, size, 3] */
	readonly images: Float32Array;
	/** [batch, classes] */
	readonly targets: Float32Array;
}

/** Images that lie where the executor computes, uint8, until they are disposed of. */
export interface HeldImages {
	readonly count: number;
	/** Pixels. */
	readonly side: number;
	dispose(): void;
}

/** A batch that the executor makes itself, from images that it holds. */
export interface DrawnBatch {
	readonly held: HeldImages;
	readonly drawn: DrawnImages;
	/** [batch, classes], mixed as the images are. */
	readonly targets: Float32Array;
}

/** All that may change from step to step; none of it recompiles anything. */
export interface StepScalars {
	/** Number of updates made before this one; key of the step's random draws. */
	readonly step: number;
	readonly learningRate: number;
	readonly weightDecay: number;
	/** Limit of the gradient's global norm, or null for none. */
	readonly clipNorm: number | null;
	/** Dropout rate before the classifier. */
	readonly dropout: number;
	/** Drop rate that drop path approaches at the last block: 1 - final survival probability. */
	readonly dropPath: number;
	readonly labelSmoothing: number;
	/** Share of the old average that is kept at this step; ignored without EMA. */
	readonly emaDecay: number;
}

export interface StepMetrics {
	readonly step: number;
	/** Mean over the batch, before the update. */
	readonly loss: number;
	/** Images whose largest logit is the largest target. */
	readonly correct: number;
	/** L2 norm over all parameters, before clipping and without weight decay. */
	readonly gradientNorm: number;
}

/** What one training step costs the host and the device; null where the engine cannot say. */
export interface StepStatistics {
	/** Kernel calls of one step. */
	readonly dispatches: number | null;
	/** Compiled pipelines that the step uses. */
	readonly pipelines: number | null;
	/** What compiling took. */
	readonly compileMs: number | null;
	/** Bytes of device memory that the executor holds for parameters and this step. */
	readonly bufferBytes: number | null;
}

/**
 * What tells the time of a dispatch. `own`: the device's clock, on the processor the host's. `fence`: the host's, each
 * dispatch submitted alone and waited for; coarser, and there where a graphics card has no clock that can be asked.
 */
export type ProfileClock = 'own' | 'fence';

/** What one dispatch of a step does and how long the device took for it. */
export interface DispatchTiming {
	/** The op's name in the graph, or what the step does around it, e.g. `optimizer`. */
	readonly layer: string;
	readonly pass: Pass;
	/** What is computed, e.g. `convFilterGradient`. */
	readonly kernel: string;
	/** Multiply-adds of convolutions and matrix products; 0 for the rest. */
	readonly macs: number;
	/** Read and written, each operand once. */
	readonly bytes: number;
	/** Nanoseconds by the device's clock: the median over the repeats. */
	readonly ns: number;
}

export interface TrainingStep {
	/** For whoever measures (`lab bench`); absent where the engine keeps no such books. */
	readonly statistics?: StepStatistics;
	/** Queues one forward, backward and update. Throws RangeError if the batch has another shape. */
	run(batch: Batch, scalars: StepScalars): void;
	/** The same with images made on the device; there where the executor has `holdImages`. */
	runDrawn?(batch: DrawnBatch, scalars: StepScalars): void;
	/**
	 * Rows of the steps that have finished since the last call, oldest first. Waits until at most `inFlight`
	 * (default 0) of the queued steps are unfinished.
	 */
	metrics(inFlight?: number): Promise<StepMetrics[]>;
	/**
	 * Times each dispatch over `repeats` real steps on this batch, in the order of the step; absent where the engine
	 * cannot. Parameters, statistics, slots and average are afterwards what they were, and `metrics` tells nothing of
	 * these steps. Throws EngineError `unavailable` where the device has no clock that can be asked; `fence` needs none.
	 * `clock` is `own` unless told otherwise.
	 */
	profile?(
		batch: Batch,
		scalars: StepScalars,
		repeats: number,
		clock?: ProfileClock
	): Promise<DispatchTiming[]>;
	dispose(): void;
}

/** Makes images as training steps see them, for whoever wants to look at them. */
export interface AugmentationStep {
	/** [batch, size, size, 3], normalised. Throws RangeError if the draws are of another shape. */
	run(held: HeldImages, drawn: DrawnImages): Promise<Float32Array>;
	/** Times each dispatch over `repeats` runs, see `TrainingStep.profile`. */
	profile(held: HeldImages, drawn: DrawnImages, repeats: number): Promise<DispatchTiming[]>;
	dispose(): void;
}

export type WeightSource = 'parameters' | 'ema';

export interface EvaluationStep {
	/** Logits [batch, classes] in evaluation mode: running statistics, no dropout. */
	run(images: Float32Array): Promise<Float32Array>;
	/** Times each dispatch over `repeats` runs, see `TrainingStep.profile`. */
	profile?(images: Float32Array, repeats: number): Promise<DispatchTiming[]>;
	dispose(): void;
}

/** What a layer hands on, in evaluation mode. */
export interface Activation {
	readonly value: ValueId;
	/** Pixels; 1 for a row of features. */
	readonly side: number;
	readonly channels: number;
	/** [batch, side, side, channels] */
	readonly values: Float32Array;
}

export interface ActivationStep {
	/** What is handed on between the image and the logits, both left out, in order: see `handedOn`. */
	run(images: Float32Array): Promise<Activation[]>;
	dispose(): void;
}

export interface Gradients {
	readonly loss: number;
	readonly logits: Float32Array;
	/** By timm's name, trainable parameters only. */
	readonly parameters: ParameterMap;
	/** Running statistics as they would be after this step. */
	readonly statistics: ParameterMap;
	/** [batch, size, size, 3] */
	readonly input: Float32Array;
}

export interface GradientStep {
	/** One training-mode step without update or draws (no dropout, no drop path). Changes nothing. */
	run(batch: Batch, labelSmoothing: number): Promise<Gradients>;
	dispose(): void;
}

/** Everything that training goes on from. Slots are the optimiser's, by its own names: `momentum`, `square`, … */
export interface ExecutorState {
	readonly parameters: ParameterMap;
	readonly slots: ReadonlyMap<string, ParameterMap>;
	readonly ema: ParameterMap | null;
}

export interface Executor {
	readonly device: DeviceReport;
	/** Parameters are shared by all compiled steps: a stage border compiles a step, it copies nothing. */
	compileTraining(shape: StepShape): Promise<TrainingStep>;
	/**
	 * Bytes of device memory that this executor would hold if a training step of this shape were its only one: weights,
	 * gradients, slots, average, what is kept for the way back, and what the step itself needs. Plans, but compiles and
	 * allocates nothing; absent where the engine keeps no such books.
	 */
	trainingBytes?(shape: StepShape): number;
	/**
	 * Throws EngineError `out-of-memory`, with what fits instead, where a training step of this shape has no room beside
	 * what is held now. Allocates nothing; absent where only compiling tells.
	 */
	requireRoom?(shape: StepShape): void;
	compileEvaluation(shape: StepShape, weights: WeightSource): Promise<EvaluationStep>;
	compileGradient(shape: StepShape): Promise<GradientStep>;
	/**
	 * For whoever looks into the network: what is kept is not shared or reused, so the batch should be small. Keeps all
	 * that is handed on, or of it the values that are named.
	 */
	compileActivations(
		shape: StepShape,
		weights: WeightSource,
		values?: readonly ValueId[]
	): Promise<ActivationStep>;
	/**
	 * Takes a set's images to the device; absent where the executor has no kernel that augments, as `compileAugmentation`
	 * is. Throws EngineError `out-of-memory`.
	 */
	holdImages?(images: ImageSet): HeldImages;
	/** The kernel of `runDrawn` alone. */
	compileAugmentation?(shape: StepShape): Promise<AugmentationStep>;
	/** Parameters and running statistics; `ema` only where the executor keeps an average. */
	readParameters(source?: WeightSource): Promise<ParameterMap>;
	/** Sets parameters and statistics and resets slots and average to their initial values. Throws EngineError if a name is missing or a length is wrong. */
	writeParameters(parameters: ParameterMap): void;
	readState(): Promise<ExecutorState>;
	writeState(state: ExecutorState): void;
	/** Frees every tensor and buffer. The executor and its steps are unusable afterwards. */
	dispose(): void;
}

export type EngineErrorKind =
	/** No such engine or adapter here. */
	| 'unavailable'
	/** The device went away (driver reset, tab in the background on a phone). */
	| 'device-lost'
	| 'out-of-memory'
	/** Parameters that do not fit the graph. */
	| 'bad-parameters';

/** A failure with a sentence for the reader in `message`. */
export class EngineError extends Error {
	/** @param fits of `out-of-memory`: a step that would have room, where one is known */
	constructor(
		readonly kind: EngineErrorKind,
		message: string,
		readonly fits: StepShape | null = null
	) {
		super(message);
		this.name = 'EngineError';
	}
}
