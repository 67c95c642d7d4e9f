/**
 * Threads that run one list together: each does its share of a call, and none begins the next before all have finished.
 * Some words of shared memory are what they meet by. Only in the builds with threads.
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

/** Looks at memory before a thread lies down: a call takes some microseconds, waking up ten or more. */
const LOOKS: i32 = 4000;

/** Returns when all `parts` threads have come here. */
export function meet(control: usize, parts: i32): void {
	if (!ASC_FEATURE_THREADS || parts == 1) return;
	const round = atomic.load<i32>(control, ROUND);
	if (atomic.add<i32>(control, 1, ARRIVED) == parts - 1) {
		atomic.store<i32>(control, 0, ARRIVED);
		atomic.add<i32>(control, 1, ROUND);
		atomic.notify(control + ROUND, parts);
	} else {
		sleepWhile(control + ROUND, round);
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
