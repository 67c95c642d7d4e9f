import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countLighthouse, countPlaywright, countVitest } from '../../scripts/tally.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tally-'));
afterAll(() => {
	rmSync(folder, { recursive: true });
});

function report(content: unknown): string {
	const file = join(folder, 'report.json');
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	return file;
}

const file = (status: string, ...tests: string[]) => ({
	name: '/home/reader/site/tests/unit/a.test.ts',
	status,
	assertionResults: tests.map((each, index) => ({ status: each, fullName: `test ${index}` }))
});

describe('Vitest', () => {
	test('counts passed and failed tests', () => {
		const path = report({
			testResults: [file('passed', 'passed', 'passed'), file('failed', 'failed', 'passed')]
		});
		expect(countVitest(false, path)).toEqual({
			passed: 3,
			failed: 1,
			failures: ['tests/unit/a.test.ts: test 0']
		});
	});

	test('a file that does not load is a failure', () => {
		const path = report({ testResults: [file('passed', 'passed'), file('failed')] });
		expect(countVitest(false, path)).toMatchObject({
			passed: 1,
			failed: 1,
			failures: ['tests/unit/a.test.ts: does not load']
		});
	});

	test('a skipped test has not passed', () => {
		const path = report({ testResults: [file('passed', 'passed', 'pending', 'todo')] });
		expect(countVitest(true, path)).toMatchObject({ passed: 1, failed: 2 });
	});

	test('no test, no report, a broken report and a bad end are failures', () => {
		expect(countVitest(true, report({ testResults: [] }))).toMatchObject({ passed: 0, failed: 1 });
		expect(countVitest(true, join(folder, 'missing.json'))).toMatchObject({ passed: 0, failed: 1 });
		expect(countVitest(true, report('{"testRes'))).toMatchObject({ passed: 0, failed: 1 });
		const good = report({ testResults: [file('passed', 'passed')] });
		expect(countVitest(false, good)).toMatchObject({ passed: 1, failed: 1 });
		expect(countVitest(true, good)).toEqual({ passed: 1, failed: 0, failures: [] });
	});
});

test('Playwright: unexpected, flaky and skipped tests have not passed', () => {
	const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
	const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
	const suites = [
		{ file: 'a.e2e.ts', specs: [spec('loads', 'expected')] },
		{
			file: 'b.e2e.ts',
			suites: [{ file: 'b.e2e.ts', specs: [spec('trains', 'unexpected'), spec('stops', 'flaky')] }]
		}
	];
	expect(countPlaywright(false, report({ stats, suites }))).toMatchObject({
		passed: 5,
		failed: 4,
		failures: ['b.e2e.ts: trains', 'b.e2e.ts: stops']
	});
	expect(
		countPlaywright(true, report({ stats: { ...stats, expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }))
	).toMatchObject({ passed: 0, failed: 1 });
	expect(countPlaywright(false, join(folder, 'missing.json'))).toMatchObject({ passed: 0, failed: 1 });
});

test('Lighthouse: a page with a score below its least has not passed, and says which', () => {
	const path = report([
		{ title: '/en/ light, desktop', scores: { performance: 99 }, problems: [] },
		{ title: '/en/ dark, desktop', scores: { performance: 90 }, problems: ['performance 90 of 95'] }
	]);
	expect(countLighthouse(false, path)).toEqual({ passed: 1, failed: 1, failures: ['performance 90 of 95'] });
	expect(countLighthouse(true, report([]))).toMatchObject({ passed: 0, failed: 1 });
	expect(countLighthouse(false, join(folder, 'missing.json'))).toMatchObject({ passed: 0, failed: 1 });
});
