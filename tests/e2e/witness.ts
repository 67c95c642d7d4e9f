import type { Page } from '@playwright/test';

/** What must not happen on a page: errors, warnings, requests elsewhere, tasks that hold the main thread. */
export interface Witness {
	readonly problems: string[];
	readonly foreign: string[];
	/** Main-thread tasks over 50 ms since `longTasks` was last asked, ms. */
	longTasks(): Promise<number[]>;
}

/** Call before the first `goto`. */
export async function witness(page: Page, origin: string): Promise<Witness> {
	const problems: string[] = [];
	const foreign: string[] = [];
	page.on('request', (request) => {
		const url = new URL(request.url());
		if (/^https?:$/.test(url.protocol) && url.origin !== origin) foreign.push(request.url());
	});
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) problems.push(message.text());
	});
	page.on('pageerror', (error) => problems.push(error.message));
	await page.addInitScript(() => {
		const seen: number[] = [];
		new PerformanceObserver((list) => {
			seen.push(...list.getEntries().map(({ duration }) => duration));
		}).observe({ type: 'longtask' });
		Object.assign(globalThis, { takeLongTasks: () => seen.splice(0) });
	});
	return {
		problems,
		foreign,
		longTasks: () =>
			page.evaluate(() => (globalThis as unknown as { takeLongTasks: () => number[] }).takeLongTasks())
	};
}
