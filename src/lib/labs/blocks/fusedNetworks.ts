/** The networks of a family on an engine: what they would hold, and ready to be timed. */
import type { Engine } from '$lib/engine/engine';
import { EngineError, type Batch, type Executor, type TrainingStep } from '$lib/engine/executor';
import type { Roof } from '$lib/engine/roof';
import { blockCosts } from '$lib/model/blockCost';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { fusedNetworks, type FusedFamily } from '$lib/model/fusedStages';
import type { Graph } from '$lib/model/graph';
import { timingParameters } from '$lib/model/initialise';
import { noise } from '../trainee';
import { expectedStepMs, type FusedLoad, type FusedShape } from './fusedScale';

interface Network {
	readonly lastFusedStage: number | null;
	readonly graph: Graph;
}

/** Weights, gradients and momentum. */
const STATE_BYTES = 12;

const networksAt = (family: FusedFamily, width: number): Network[] =>
	fusedNetworks(family, width).map(({ lastFusedStage, variant }) => ({
		lastFusedStage,
		graph: buildGraph(variant)
	}));

const open = (engine: Engine, graph: Graph): Promise<Executor> =>
	engine.createExecutor({ graph, optimizer: { kind: 'sgd', momentum: 0.9 }, ema: false, seed: 0 });

/** Tells what shapes ask of an engine. Executors of one width are kept until another is asked for, or `close`. */
export class Scales {
	readonly #engine: Engine;
	readonly #family: FusedFamily;
	readonly #roof: Roof;
	readonly #mostBytes: number;
	#width = NaN;
	#networks: readonly Network[] = [];
	#executors: Executor[] = [];

	/** @param mostBytes networks whose weights alone are larger are not opened */
	constructor(engine: Engine, family: FusedFamily, roof: Roof, mostBytes: number) {
		this.#engine = engine;
		this.#family = family;
		this.#roof = roof;
		this.#mostBytes = mostBytes;
	}

	/** Throws EngineError `unavailable` where the engine keeps no books of its memory. */
	async weigh({ width, imageSize, batch }: FusedShape): Promise<FusedLoad> {
		if (width !== this.#width) this.#change(width);
		const counts = this.#networks.map(({ graph }) => {
			const blocks = blockCosts(graph, imageSize, batch);
			const { macs, parameters } = countGraph(graph, imageSize);
			return { macs: macs * batch, parameters, bytes: blocks.reduce((sum, { bytes }) => sum + bytes, 0) };
		});
		const expectedMs = Math.max(...counts.map((each) => expectedStepMs(each, this.#roof)));
		const weights = STATE_BYTES * counts.reduce((sum, { parameters }) => sum + parameters, 0);
		if (weights > this.#mostBytes) return { bytes: weights, expectedMs };
		return { bytes: await this.#planned(imageSize, batch), expectedMs };
	}

	close(): void {
		for (const executor of this.#executors) executor.dispose();
		this.#executors = [];
	}

	#change(width: number): void {
		this.close();
		this.#width = width;
		this.#networks = networksAt(this.#family, width);
	}

	async #planned(imageSize: number, batch: number): Promise<number> {
		if (this.#executors.length === 0) {
			for (const { graph } of this.#networks) this.#executors.push(await open(this.#engine, graph));
		}
		return this.#executors.reduce((sum, executor) => {
			if (executor.trainingBytes === undefined) throw new EngineError('unavailable', noBooks(this.#engine));
			return sum + executor.trainingBytes({ imageSize, batch });
		}, 0);
	}
}

const noBooks = ({ device }: Engine) =>
	`The engine ${device.engine} does not tell what memory a step takes; webgpu and wasm do.`;

/** A network that takes turns. */
export interface FusedEntrant {
	readonly lastFusedStage: number | null;
	readonly executor: Executor;
	readonly step: TrainingStep;
	readonly batch: Batch;
	/** Trainable. */
	readonly parameters: number;
	/** Of an image. */
	readonly macs: number;
}

/** Opens the networks one by one and compiles their step; all get the same batch. What was opened is in `entrants`, also after an error. */
export async function* enterFused(
	engine: Engine,
	family: FusedFamily,
	{ width, imageSize, batch: images }: FusedShape,
	entrants: FusedEntrant[]
): AsyncGenerator<number | null, void> {
	for (const { lastFusedStage, graph } of networksAt(family, width)) {
		yield lastFusedStage;
		const executor = await open(engine, graph);
		try {
			executor.writeParameters(timingParameters(graph));
			const step = await executor.compileTraining({ imageSize, batch: images });
			const { parameters, macs } = countGraph(graph, imageSize);
			const batch = noise({ imageSize, batch: images }, graph.options.classes);
			entrants.push({ lastFusedStage, executor, step, batch, parameters, macs });
		} catch (error) {
			executor.dispose();
			throw error;
		}
	}
}
