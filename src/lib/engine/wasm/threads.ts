/** Threads that an engine takes on a processor of so many cores. */
export const threadsFor = (cores: number) => Math.max(1, Math.min(8, cores));
