/**
 * Threads that run one list together: each does its share of a call, and none begins the next before all have finished.
 * Some words of shared memory are what they meet by. Only in the builds with threads.
 *
 * A thread can die, by a trap or by the host's hand. One that traps gives the team up itself (`abandon`); of one that only
 * falls silent the leader must find out, since nobody else can while it waits. Who was waiting then returns.
 */

/** How many have arrived. */
const ARRIVED: usize = 0;
/** Goes up each time all have. */
const ROUND: usize = 4;
/** Goes up with each list to be run; what to run stands behind it. */
const JOB: usize = 8;
const LIST: usize = 12;
const END: usize = 16;
/** Scratch memory of thread 0, and how much each has. */
const SCRATCH: usize = 20;
const STRIDE: usize = 24;
/** 1 once the team was given up. */
const LOST: usize = 28;

/*
 * Of the two compilers of V8 the quick one, in Node 20, makes wrong code of a loop that yields a value to the block around
 * it while it looks at such words (seen as threads that never leave, or leave too early). So waiting functions return
 * nothing, and tests/unit/engine/wasm/threads.test.ts runs on each compiler alone.
 */

/** Looks at memory before a thread lies down: a call takes some microseconds, waking up ten or more. */
const LOOKS: i32 = 4000;

/** What the leader waits at once, nanoseconds: short, so that a machine that slept in between loses one wait only. */
const WAIT: i64 = 100_000_000;

/**
 * Returns when all `parts` threads have come here: true unless the team was given up. The leader gives it up itself after
 * `patience` waits of 0.1 s in a row in which nobody came; the others have 0 there, and wait for as long as it takes.
 */
export function meet(control: usize, parts: i32, patience: i32): bool {
	if (!ASC_FEATURE_THREADS || parts == 1) return true;
	const round = atomic.load<i32>(control, ROUND);
	if (atomic.add<i32>(control, 1, ARRIVED) == parts - 1) {
		atomic.store<i32>(control, 0, ARRIVED);
		atomic.add<i32>(control, 1, ROUND);
		atomic.notify(control + ROUND, parts);
	} else if (patience > 0) {
		watchFor(control, round, patience);
	} else {
		sleepWhile(control + ROUND, round);
	}
	return !isLost(control);
}

/** Whether the team was given up. */
export function isLost(control: usize): bool {
	if (!ASC_FEATURE_THREADS) return false;
	return atomic.load<i32>(control, LOST) != 0;
}

/** Gives the team up: all who wait return, now and later. */
export function abandon(control: usize): void {
	if (!ASC_FEATURE_THREADS) return;
	atomic.store<i32>(control, 1, LOST);
	// What they wait for changes, so that none lies down after this.
	atomic.add<i32>(control, 1, ROUND);
	atomic.notify(control + ROUND, -1);
	atomic.add<i32>(control, 1, JOB);
	atomic.notify(control + JOB, -1);
}

/** Sleeps until the round is over, or gives the team up, see `meet`. */
function watchFor(control: usize, round: i32, patience: i32): void {
	if (!ASC_FEATURE_THREADS) return;
	for (let look = 0; look < LOOKS; look++) {
		if (atomic.load<i32>(control, ROUND) != round) return;
	}
	let arrived = atomic.load<i32>(control, ARRIVED);
	let silent = 0;
	while (atomic.load<i32>(control, ROUND) == round) {
		atomic.wait<i32>(control + ROUND, round, WAIT);
		const now = atomic.load<i32>(control, ARRIVED);
		silent = now == arrived ? silent + 1 : 0;
		arrived = now;
		if (silent >= patience && atomic.load<i32>(control, ROUND) == round) abandon(control);
	}
}

/** Tells the others of a list. They are waiting for one, or about to. */
export function announce(control: usize, list: usize, end: usize, scratch: usize, stride: usize): void {
	if (!ASC_FEATURE_THREADS) return;
	store<u32>(control, <u32>list, LIST);
	store<u32>(control, <u32>end, END);
	store<u32>(control, <u32>scratch, SCRATCH);
	store<u32>(control, <u32>stride, STRIDE);
	atomic.add<i32>(control, 1, JOB);
	atomic.notify(control + JOB, -1);
}

/** Waits for the list after number `job`, and returns its number. */
export function nextJob(control: usize, job: i32): i32 {
	if (!ASC_FEATURE_THREADS) return 0;
	sleepWhile(control + JOB, job);
	return job + 1;
}

export function listOf(control: usize): usize {
	return <usize>load<u32>(control, LIST);
}

export function endOf(control: usize): usize {
	return <usize>load<u32>(control, END);
}

export function scratchOf(control: usize, part: i32): usize {
	return <usize>(load<u32>(control, SCRATCH) + <u32>part * load<u32>(control, STRIDE));
}

/** Returns when the word is another than `old`. */
function sleepWhile(word: usize, old: i32): void {
	if (!ASC_FEATURE_THREADS) return;
	for (let look = 0; look < LOOKS; look++) {
		if (atomic.load<i32>(word) != old) return;
	}
	while (atomic.load<i32>(word) == old) atomic.wait<i32>(word, old, -1);
}
