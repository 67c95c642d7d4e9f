/**
 * Which engine is taken: the fastest, as measured.
 *
 * Measuring costs time, too, so engines are tried in ranks, and a rank only where none before it works:
 * 1. our own on a real graphics card and on the processor: both are measured, the faster one is taken;
 * 2. our own on a software adapter: on the processor, too, and compiling alone takes seconds there;
 * 3. TensorFlow.js on WebGL; 4. in plain JavaScript: loading it takes longer than the measurement may, and on one device
 *    our own engines are 20 to 800 times as fast (docs/performance.md).
 * Whoever asks for an engine by name gets it, measured.
 */
import type { Absence, Candidate, Sight } from './candidates';
import type { Engine } from './engine';
import { EngineError, type EngineName } from './executor';
import { measurePace, type Pace, type Task } from './pace';

/**
 * Why there is no figure. `software`: a GPU that is a program on the processor, where our own engine computes directly;
 * `last-resort`: TensorFlow.js beside our own; `too-heavy`: works, but one step of this network takes too long or too much memory.
 */
export type Unmeasured = Absence | 'software' | 'last-resort' | 'too-heavy';

/** What is known of one engine: either its pace or why it has none. */
export type Trial = Sight & { readonly engine: EngineName } & (
		{ readonly pace: Pace; readonly reason: null } | { readonly pace: null; readonly reason: Unmeasured }
	);

export interface Choice {
	/** Open; null where none works. */
	readonly engine: Engine | null;
	/** Of every candidate, in their order. */
	readonly trials: readonly Trial[];
}

/** @see measurePace */
export type Measure = (engine: Engine, task: Task) => Promise<Pace | null>;

/** Takes the fastest candidate at this task; the others that were opened are closed. Never throws for want of a device. */
export async function chooseEngine(
	candidates: readonly Candidate[],
	task: Task,
	measure: Measure = measurePace
): Promise<Choice> {
	const known = new Map<Candidate, Trial>();
	const ranked: { candidate: Candidate; sight: Sight; rank: number }[] = [];
	for (const candidate of candidates) {
		const sight = await candidate.look();
		if (typeof sight === 'string') known.set(candidate, absent(candidate, sight));
		else ranked.push({ candidate, sight, rank: rankOf(candidate.engine, sight) });
	}
	let taken: Attempt | null = null;
	let takenRank = Infinity;
	for (const { candidate, sight, rank } of ranked.sort((a, b) => a.rank - b.rank)) {
		if (rank > takenRank) {
			known.set(candidate, passedOver(candidate, sight));
			continue;
		}
		const attempt = await attemptOn(candidate, sight, task, measure);
		known.set(candidate, attempt.trial);
		if (attempt.engine === null) continue;
		const loser: Attempt | null = isFaster(attempt, taken) ? taken : attempt;
		if (loser !== attempt) taken = attempt;
		loser?.engine?.close();
		takenRank = rank;
	}
	const trials = candidates.flatMap((candidate) => known.get(candidate) ?? []);
	return { engine: taken?.engine ?? null, trials };
}

/** Opens one engine and measures it, whatever is expected of it. */
export async function openNamed(
	candidates: readonly Candidate[],
	name: EngineName,
	task: Task,
	measure: Measure = measurePace
): Promise<Choice> {
	const candidate = candidates.find(({ engine }) => engine === name);
	if (candidate === undefined) return { engine: null, trials: [] };
	const sight = await candidate.look();
	if (typeof sight === 'string') return { engine: null, trials: [absent(candidate, sight)] };
	const { engine, trial } = await attemptOn(candidate, sight, task, measure);
	return { engine, trials: [trial] };
}

function rankOf(engine: EngineName, { software }: Sight): number {
	if (engine === 'tfjs-cpu') return 4;
	if (engine.startsWith('tfjs')) return 3;
	return software ? 2 : 1;
}

interface Attempt {
	/** Open, or null where it does not work. */
	readonly engine: Engine | null;
	readonly trial: Trial;
}

async function attemptOn(
	candidate: Candidate,
	{ adapter, software }: Sight,
	task: Task,
	measure: Measure
): Promise<Attempt> {
	const name = candidate.engine;
	let engine: Engine | null = null;
	try {
		engine = await candidate.open();
		const { device } = engine;
		const pace = await measure(engine, task);
		const seen = { engine: name, adapter: device.adapter, software: device.software };
		const known = pace === null ? ({ pace, reason: 'too-heavy' } as const) : { pace, reason: null };
		return { engine, trial: { ...seen, ...known } };
	} catch (error) {
		const refused = engine === null && error instanceof EngineError;
		engine?.close();
		const reason = refused ? whenRefused[name] : 'failed';
		return { engine: null, trial: { engine: name, adapter, software, pace: null, reason } };
	}
}

/** What it means that an engine cannot be opened. */
const whenRefused: Readonly<Record<EngineName, Absence>> = {
	webgpu: 'failed',
	wasm: 'missing',
	'tfjs-webgpu': 'failed',
	'tfjs-webgl': 'no-adapter',
	'tfjs-cpu': 'failed'
};

/** One that was not measured is slower than any that was; else the earlier one stays. */
function isFaster({ trial }: Attempt, than: Attempt | null): boolean {
	if (than === null) return true;
	return (trial.pace?.imagesPerSecond ?? 0) > (than.trial.pace?.imagesPerSecond ?? 0);
}

const absent = ({ engine }: Candidate, reason: Absence): Trial => ({
	engine,
	adapter: null,
	software: false,
	pace: null,
	reason
});

function passedOver({ engine }: Candidate, sight: Sight): Trial {
	const { adapter, software } = sight;
	const reason = engine.startsWith('tfjs') ? 'last-resort' : 'software';
	return { engine, adapter, software, pace: null, reason };
}
