/**
 * What a run of a check or of a test runner counts. A runner that crashes, runs no test, or ends badly without naming
 * a test has failed once; a test that was skipped has not passed, so it has failed.
 */
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, note?: string, failures?: string[] }} Count */

/** A static check is one test. @param {boolean} ok @returns {Count} */
export const check = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** @param {string} report */
function read(report) {
	try {
		return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
	} catch {
		return null;
	}
}

/** @param {boolean} ok @param {number} passed @param {number} failed @param {number} skipped @returns {Count} */
function count(ok, passed, failed, skipped) {
	if (passed + failed + skipped === 0) return { passed, failed: 1, note: 'no test ran' };
	if (skipped > 0) return { passed, failed: failed + skipped, note: `${skipped} of them skipped` };
	if (failed === 0 && !ok) return { passed, failed: 1, note: 'the runner ended with an error' };
	return { passed, failed };
}

/**
 * From Vitest's JSON report. A file that could not be loaded, or whose hooks failed, counts once beside its tests.
 * @param {boolean} ok Whether the runner ended with status 0.
 * @param {string} report Path of the report.
 * @returns {Count}
 */
export function countVitest(ok, report) {
	const result = read(report);
	if (result === null) return { passed: 0, failed: 1, note: 'the runner wrote no report' };
	/** @type {{ name?: string, status: string, assertionResults: { status: string, fullName?: string }[] }[]} */
	const files = result.testResults;
	const tests = files.flatMap((file) => file.assertionResults);
	const passed = tests.filter((test) => test.status === 'passed').length;
	const failed = tests.filter((test) => test.status === 'failed').length;
	const broken = files.filter(
		(file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
	).length;
	const failures = files.flatMap(({ name = '', status, assertionResults }) => {
		const titles = assertionResults
			.filter((test) => test.status === 'failed')
			.map((test) => test.fullName ?? '');
		return (titles.length === 0 && status === 'failed' ? ['does not load'] : titles).map(
			(title) => `${name.replace(/^.*\/tests\//, 'tests/')}: ${title}`
		);
	});
	return { ...count(ok, passed, failed + broken, tests.length - passed - failed), failures };
}

/**
 * The tests that did not pass at once, by file and title.
 * @typedef {{ file: string, specs?: { title: string, tests: { status: string }[] }[], suites?: Suite[] }} Suite
 * @param {Suite[]} suites @returns {string[]}
 */
const unsound = (suites) =>
	suites.flatMap(({ file, specs = [], suites: inner = [] }) => [
		...specs
			.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
			.map(({ title }) => `${file}: ${title}`),
		...unsound(inner)
	]);

/**
 * From Playwright's JSON report. A test that passed only when repeated is not sound: it counts as failed.
 * @param {boolean} ok Whether the runner ended with status 0.
 * @param {string} report Path of the report.
 * @returns {Count}
 */
export function countPlaywright(ok, report) {
	const result = read(report);
	if (result === null) return { passed: 0, failed: 1, note: 'the runner wrote no report' };
	const { expected, unexpected, flaky, skipped } = result.stats;
	return { ...count(ok, expected, unexpected + flaky, skipped), failures: unsound(result.suites ?? []) };
}

/**
 * From the report of scripts/lighthouse.mjs: a page in one theme on one device is a test.
 * @param {boolean} ok Whether it ended with status 0.
 * @param {string} report Path of the report.
 * @returns {Count}
 */
export function countLighthouse(ok, report) {
	const result = read(report);
	if (result === null) return { passed: 0, failed: 1, note: 'Lighthouse wrote no report' };
	/** @type {{ problems: string[] }[]} */
	const pages = result;
	const failed = pages.filter(({ problems }) => problems.length > 0).length;
	return {
		...count(ok, pages.length - failed, failed, 0),
		failures: pages.flatMap(({ problems }) => problems)
	};
}
