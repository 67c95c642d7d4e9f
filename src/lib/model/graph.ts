/**
 * The graph: a list of typed ops in the order of the forward pass. It knows no image size, no batch and no
 * device. Each op is a fused unit as a good kernel would have it. Values are numbered; value 0 is the image.
 * Parameters are named as timm names them and shaped as PyTorch shapes them (OIHW, FC [out, in]).
 */

/** `same` is TensorFlow's padding (asymmetric at stride 2), `symmetric` PyTorch's (k-1)/2. */
export type Padding = 'same' | 'symmetric';

/** Index into `Graph.values`. */
export type ValueId = number;

export interface Value {
	/** Channels; a value with `spatial: false` is a row of features per image (after the global pool). */
	readonly channels: number;
	/** Total stride from the image: side = ceil applied at each stride-2 op, see shapes.ts. */
	readonly spatial: boolean;
}

interface OpBase {
	/** timm's module path, e.g. `blocks.2.0.conv_dw`; unique in the graph. */
	readonly name: string;
	readonly input: ValueId;
	readonly output: ValueId;
	/** `stem`, `stage1`…`stageN`, `head`, as in the reference data and the count tables. */
	readonly stage: string;
	/** Index over all blocks of the network, or null outside the blocks. */
	readonly block: number | null;
}

/** Dense convolution without bias. Weight `${name}.weight`, [out, in, kernel, kernel]. */
export interface ConvOp extends OpBase {
	readonly kind: 'conv';
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly in: number;
	readonly out: number;
	readonly weight: string;
}

/** Depthwise convolution without bias. Weight [channels, 1, kernel, kernel]. */
export interface DepthwiseOp extends OpBase {
	readonly kind: 'depthwise';
	readonly kernel: number;
	readonly stride: 1 | 2;
	readonly channels: number;
	readonly weight: string;
}

/** Batch normalisation, then SiLU where `activation` says so. */
export interface BatchNormOp extends OpBase {
	readonly kind: 'batchNorm';
	readonly channels: number;
	readonly activation: 'silu' | 'none';
	readonly weight: string;
	readonly bias: string;
	readonly runningMean: string;
	readonly runningVar: string;
}

/** Mean over space, 1×1 conv to `reduced`, SiLU, 1×1 conv back, sigmoid, multiply. Weights [reduced, channels, 1, 1] and back. */
export interface SqueezeExciteOp extends OpBase {
	readonly kind: 'squeezeExcite';
	readonly channels: number;
	readonly reduced: number;
	readonly reduceWeight: string;
	readonly reduceBias: string;
	readonly expandWeight: string;
	readonly expandBias: string;
}

/** input + skip; in training the input branch is dropped per sample with probability 1 - survival. */
export interface AddOp extends OpBase {
	readonly kind: 'add';
	readonly skip: ValueId;
	/**
	 * Share of the network's depth before this block, i/N: the survival probability of a run with final
	 * survival s is 1 - (1 - s)·depth (paper/semantics §7).
	 */
	readonly depth: number;
}

export interface GlobalPoolOp extends OpBase {
	readonly kind: 'globalPool';
}

export interface DropoutOp extends OpBase {
	readonly kind: 'dropout';
}

/** Fully connected with bias. Weight [out, in]. */
export interface DenseOp extends OpBase {
	readonly kind: 'dense';
	readonly in: number;
	readonly out: number;
	readonly weight: string;
	readonly bias: string;
}

/** Mean over the batch of -Σ target·log softmax(logits); targets are soft, smoothing e: (1-e)·target + e/classes. */
export interface SoftmaxCrossEntropyOp extends OpBase {
	readonly kind: 'softmaxCrossEntropy';
	readonly classes: number;
}

export type GraphOp =
	| ConvOp
	| DepthwiseOp
	| BatchNormOp
	| SqueezeExciteOp
	| AddOp
	| GlobalPoolOp
	| DropoutOp
	| DenseOp
	| SoftmaxCrossEntropyOp;

export type ParameterRole =
	'conv' | 'depthwise' | 'dense' | 'seWeight' | 'bias' | 'bnWeight' | 'bnBias' | 'runningMean' | 'runningVar';

export interface ParameterSpec {
	/** timm's name, e.g. `blocks.0.0.conv.weight`. */
	readonly name: string;
	/** PyTorch's layout. */
	readonly shape: readonly number[];
	readonly role: ParameterRole;
	/** False for running statistics. */
	readonly trainable: boolean;
	/** Weight decay applies: tensors of two or more dimensions, never biases nor BN parameters. */
	readonly decay: boolean;
}

export interface GraphOptions {
	readonly classes: number;
	readonly padding: Padding;
	/** Added to the variance; 1e-3 in the official code, 1e-5 in timm's variants without `tf_`. */
	readonly bnEpsilon: number;
	/** Share of the old running statistic that is kept: new = m·old + (1-m)·batch. */
	readonly bnMomentum: number;
}

export interface Graph {
	/** Name of the variant that it was built from. */
	readonly name: string;
	readonly options: GraphOptions;
	readonly values: readonly Value[];
	readonly ops: readonly GraphOp[];
	/** In the order of timm's state dict; running statistics stand beside their batch norm. */
	readonly parameters: readonly ParameterSpec[];
	readonly blocks: number;
}
