import { Command } from 'commander';
import type { Engine } from '$lib/engine/engine';
import { EngineError } from '$lib/engine/executor';
import type { MeasuredParts } from '$lib/labs/bottlenecks/document';
import type { PartEvent } from '$lib/labs/bottlenecks/event';
import { bottleneckParts, type BottleneckPart } from '$lib/labs/bottlenecks/settings';
import type { Variant } from '$lib/model/variant';
import { withBottlenecks, type BottlenecksOptions } from './bottlenecksOptions';
import { bottlenecksText } from './bottlenecksText';
import { openEngineOf, withEngine } from './engine';
import { InputError, MachineError } from './failure';
import { variantNamed } from './network';
import { jsonOption } from './options';
import { print, type Terminal } from './terminal';

type Tell = (sentence: string) => void;

/** What was measured, and what ended it early. */
interface Outcome {
	readonly parts: MeasuredParts;
	readonly failure: unknown;
}

/** One part after the other. What fails ends the command, and keeps what was measured. */
async function measured(engine: Engine, options: BottlenecksOptions, tell: Tell): Promise<Outcome> {
	const variants = [variantNamed(options.model), variantNamed(options.against)] as const;
	const parts: Partial<Record<BottleneckPart, object>> = {};
	for (const part of bottleneckParts.filter((name) => options.part.includes(name))) {
		const startedAt = new Date().toISOString();
		try {
			for await (const event of await eventsOf(part, engine, variants, options)) {
				if (event.type === 'preparing') tell(`${part}: compiles ${event.name}`);
				else {
					parts[part] = { startedAt, ...conditions(part, engine, options), ...told(event, options) };
					tell(`${part}: ${event.done} of ${options.repeats} turns`);
				}
			}
		} catch (failure) {
			return { parts: parts as MeasuredParts, failure };
		}
	}
	return { parts: parts as MeasuredParts, failure: null };
}

async function eventsOf(
	part: BottleneckPart,
	engine: Engine,
	[variant, against]: readonly [Variant, Variant],
	{ sizes, size: imageSize, memory, batch, repeats }: BottlenecksOptions
): Promise<AsyncGenerator<PartEvent<object>, void>> {
	switch (part) {
		case 'size': {
			const { measureSizes } = await import('$lib/labs/bottlenecks/sizes');
			return measureSizes(engine, { variant, sizes, memoryBytes: memory * 2 ** 20, batch, repeats });
		}
		case 'depthwise': {
			const { measureConvs } = await import('$lib/labs/bottlenecks/convs');
			return measureConvs(engine, { variant, imageSize, batch, repeats });
		}
		case 'scaling': {
			const { measureScaling } = await import('$lib/labs/bottlenecks/scaling');
			return measureScaling(engine, { variants: [variant, against], imageSize, batch, repeats });
		}
	}
}

function conditions(part: BottleneckPart, { device }: Engine, options: BottlenecksOptions) {
	const { model, against, sizes, size, memory, batch, repeats, threads } = options;
	const { engine, adapter, software } = device;
	const own = { size: { sizes: [...sizes], memory }, depthwise: { size }, scaling: { size, against } };
	const on = { engine, adapter, software, threads: engine === 'wasm' ? threads : null };
	return { device: on, model, batch, repeats, interruptions: 0, ...own[part] };
}

function told(
	{ done, rows }: { readonly done: number; readonly rows: object },
	{ repeats }: BottlenecksOptions
) {
	return { complete: done === repeats, turns: done, ...rows };
}

/** Sizes that do not fit are bad input, the rest is the machine's. */
function complaint(failure: unknown): Error {
	if (!(failure instanceof EngineError)) return failure as Error;
	return failure.kind === 'out-of-memory'
		? new InputError(failure.message)
		: new MachineError(failure.message);
}

function check({ adapter, engine, model, against, part }: BottlenecksOptions): void {
	if (adapter === 'null') {
		throw new InputError('The null adapter executes nothing, so there is no time to measure on it.');
	}
	if (engine.startsWith('tfjs')) {
		throw new InputError(`The engine ${engine} does not time its kernels one by one; webgpu and wasm do.`);
	}
	for (const name of [model, against]) variantNamed(name);
	if (model === against && part.includes('scaling')) {
		throw new InputError(`--against takes another network than --model, not "${against}" again.`);
	}
}

async function bottlenecks(options: BottlenecksOptions, terminal: Terminal): Promise<void> {
	check(options);
	const { bottlenecksDocument } = await import('$lib/labs/bottlenecks/document');
	const engine = await openEngineOf(options);
	try {
		const { parts, failure } = await measured(engine, options, (sentence) => terminal.err(`${sentence}\n`));
		if (Object.keys(parts).length > 0) {
			const document = bottlenecksDocument('lab', parts);
			print(terminal, options.json, document, () => bottlenecksText(document));
		}
		if (failure !== null) throw complaint(failure);
	} finally {
		engine.close();
	}
}

export function bottlenecksCommand(terminal: Terminal): Command {
	return withBottlenecks(withEngine(new Command('bottlenecks')))
		.description(
			'why EfficientNet trains slowly: image size and batch, depthwise early and late, uniform scaling'
		)
		.addOption(jsonOption())
		.action((options: BottlenecksOptions) => bottlenecks(options, terminal));
}
