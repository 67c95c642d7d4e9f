import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
	readonly id: string;
	readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds on the page as it stands, a line each. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	const found = await page.evaluate(async () => {
		const { axe: checker } = globalThis as unknown as {
			axe: { run: () => Promise<{ passes: unknown[]; violations: Violation[] }> };
		};
		const { passes, violations } = await checker.run();
		return { checks: passes.length, violations };
	});
	// A page that axe could not look into has no violations either.
	expect(found.checks).toBeGreaterThan(15);
	return found.violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)
	);
}
