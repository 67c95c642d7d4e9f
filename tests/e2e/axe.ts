import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Beside what axe checks by itself: WCAG 2.5.8 (24 px), 2.5.3, 1.3.4, captions and headings that are none. */
const alsoChecked = [
	'target-size',
	'label-content-name-mismatch',
	'css-orientation-lock',
	'table-fake-caption',
	'p-as-heading'
];

interface Violation {
	readonly id: string;
	readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds on the page as it stands, a line each: WCAG 2.2 A and AA and its best practices, or the rules named. */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
	await page.evaluate(axe);
	const found = await page.evaluate(
		async ({ also, only }) => {
			const { axe: checker } = globalThis as unknown as {
				axe: { run: (options: object) => Promise<{ passes: unknown[]; violations: Violation[] }> };
			};
			const options = only
				? { runOnly: only }
				: { rules: Object.fromEntries(also.map((rule) => [rule, { enabled: true }])) };
			const { passes, violations } = await checker.run({ ...options, resultTypes: ['violations'] });
			return { checks: passes.length, violations };
		},
		{ also: alsoChecked, only }
	);
	// A page that axe could not look into has no violations either.
	expect(found.checks).toBeGreaterThan(only ? 0 : 15);
	return found.violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)
	);
}
