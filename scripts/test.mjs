/**
 * `npm test`: every check of the project in order. It goes on after a failure, so that one run shows all of them, and
 * ends with `N passed, N failed`. `npm test -- unit e2e` runs the parts named, `npm test -- static` those without tests.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser, noBrowser } from './browser.mjs';
import { check, countLighthouse, countPlaywright, countVitest } from './tally.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, '.cache', 'reports');

/**
 * Runs a program of node_modules/.bin (or node itself); true where it ended well.
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 * @param {(text: string) => void} [print] Takes what the program says; without it, that goes to the terminal at once.
 * @returns {Promise<boolean>}
 */
function run([program = '', ...args], environment = {}, print) {
	const file = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program);
	const child = spawn(file, args, {
		cwd: root,
		env: { ...process.env, ...environment },
		stdio: ['inherit', print ? 'pipe' : 'inherit', print ? 'pipe' : 'inherit']
	});
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text) => print?.(text));
	}
	return new Promise((resolve) => {
		child.on('error', (error) => {
			console.error(error.message);
			resolve(false);
		});
		child.on('close', (status) => resolve(status === 0));
	});
}

// The checks make and drop syntax trees: with more room for young objects they collect garbage half as often.
const roomy = { NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=128` };

/** @param {string[]} commands */
const checked = (...commands) => ({
	/** @param {(text: string) => void} [print] */
	run: async (print) => check(await run(commands, roomy, print))
});

/** @param {string} project */
const vitest = (project) => ({
	run: async () => {
		const report = join(reports, `${project}.json`);
		const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
		return countVitest(await run(['vitest', 'run', '--project', project, ...reporters]), report);
	}
});

const endToEnd = {
	run: async () => {
		const report = join(reports, 'e2e.json');
		const environment = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(built ? { SITE_IS_BUILT: '1' } : {}) };
		return countPlaywright(await run(['playwright', 'test', '--reporter=list,json'], environment), report);
	}
};

let built = false;
const build = {
	run: async () => {
		built = await run(['vite', 'build', '--logLevel', 'warn']);
		return check(built);
	}
};

const lighthouse = {
	run: async () => {
		if (!existsSync(join(root, 'build', 'index.html'))) await build.run();
		return countLighthouse(await run(['node', 'scripts/lighthouse.mjs']), join(reports, 'lighthouse.json'));
	}
};

/** @type {Record<string, { run: (print?: (text: string) => void) => Promise<import('./tally.mjs').Count> }>} */
const parts = {
	format: checked('prettier', '--check', '.'),
	svelte: checked('svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'),
	// The service worker has the globals of a worker, so it is a program of its own.
	types: {
		run: async () =>
			check(
				(await run(['tsc', '--noEmit'], roomy)) &&
					(await run(['tsc', '--noEmit', '-p', 'src/service-worker'], roomy))
			)
	},
	unused: checked('knip'),
	lint: checked('eslint', '--max-warnings', '0', '.'),
	unit: vitest('unit'),
	gpu: vitest('gpu'),
	browser: vitest('browser'),
	build,
	size: checked('node', 'scripts/budgets.mjs'),
	lighthouse,
	e2e: endToEnd
};
const groups = { static: ['format', 'svelte', 'types', 'unused', 'lint'] };

const asked = process.argv.slice(2).flatMap((name) => groups[/** @type {'static'} */ (name)] ?? [name]);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined) {
	console.error(
		`There is no part "${unknown}": npm test -- ${[...Object.keys(groups), ...Object.keys(parts)].join(', ')}.`
	);
	process.exit(2);
}
const chosen = Object.keys(parts).filter((name) => asked.length === 0 || asked.includes(name));

/** @param {string} title */
const heading = (title) => console.log(`\n━━━ ${title} ${'━'.repeat(Math.max(3, 90 - title.length))}`);

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
await run(['svelte-kit', 'sync']);

// The browser first: its folder holds the driver of the GPU tests, too.
if (chosen.some((name) => ['gpu', 'browser', 'lighthouse', 'e2e'].includes(name))) {
	heading('Chromium');
	const browser = ensureBrowser();
	console.log(browser === null ? noBrowser() : browser);
}

/**
 * One part, and how long it took.
 * @param {string} name
 * @param {(text: string) => void} [print]
 */
async function timed(name, print) {
	const start = performance.now();
	const count = (await parts[name]?.run(print)) ?? check(false);
	return { name, seconds: (performance.now() - start) / 1000, ...count };
}

// Lint takes longest of the checks without tests, and one core: it runs beside those that come before the GPU tests,
// and speaks after the last of them.
const besideLint = chosen.filter(
	(name) => name === 'unit' || (groups.static.includes(name) && name !== 'lint')
);
let said = '';
const linted =
	chosen.includes('lint') && besideLint.length > 0 ? timed('lint', (text) => (said += text)) : null;
const order = linted
	? [...besideLint, 'lint', ...chosen.filter((name) => name !== 'lint' && !besideLint.includes(name))]
	: chosen;

/** @type {Map<string, { name: string, seconds: number } & import('./tally.mjs').Count>} */
const done = new Map();
for (const name of order) {
	heading(name);
	const beside = name === 'lint' ? await linted : null;
	if (beside) console.log(said);
	done.set(name, beside ?? (await timed(name)));
}
const results = chosen.flatMap((name) => done.get(name) ?? []);

heading('summary');
for (const { name, seconds, passed, failed, note } of results) {
	const time = `${seconds.toFixed(0)} s`.padStart(6);
	console.log(`${name.padEnd(10)}${time}  ${passed} passed, ${failed} failed${note ? ` (${note})` : ''}`);
}
for (const { name, failures = [] } of results) {
	for (const failure of failures) console.log(`failed in ${name}: ${failure}`);
}
const sum = (/** @type {'passed' | 'failed'} */ key) =>
	results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
