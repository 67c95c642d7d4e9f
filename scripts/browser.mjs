/**
 * The Chromium of the tests. It ships all that WebGPU needs on a machine without a graphics card: the browser, the
 * Vulkan loader and the software driver SwiftShader; Dawn in Node borrows the last two (src/lib/engine/swiftshader.ts).
 *
 * Run by itself, it installs a browser where there is none and prints its path.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Headless switches that give a WebGPU adapter without a graphics card and keep the browser off the network. */
export const browserFlags = [
	'--no-sandbox',
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/google-chrome',
	'/opt/google/chrome/chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

function playwrightFolder() {
	const set = process.env.PLAYWRIGHT_BROWSERS_PATH;
	if (set && set !== '0') return set;
	const cache = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
	return join(homedir(), cache, 'ms-playwright');
}

/** Chromium folders that Playwright has put on this machine, newest first; the headless shell has no WebGPU. */
function playwrightFolders() {
	const root = playwrightFolder();
	if (!existsSync(root)) return [];
	return readdirSync(root)
		.filter((name) => /^chromium-\d+$/.test(name))
		.sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
		.flatMap((name) => ['chrome-linux64', 'chrome-linux'].map((folder) => join(root, name, folder)))
		.filter((folder) => existsSync(folder));
}

/** Every Chromium there may be: CHROME_PATH alone, or what is installed, then Playwright's. */
function candidates() {
	if (process.env.CHROME_PATH) return [process.env.CHROME_PATH].filter((file) => existsSync(file));
	const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const installed = path.flatMap((folder) => commandNames.map((name) => join(folder, name)));
	const downloaded = playwrightFolders().map((folder) => join(folder, 'chrome'));
	return [...installed, ...usualPlaces, ...downloaded].filter((file) => existsSync(file));
}

/** Path of a Chromium, or null where there is none. @returns {string | null} */
export const findBrowser = () => candidates()[0] ?? null;

/** Why there is no browser, in one sentence. */
export function noBrowser() {
	const named = process.env.CHROME_PATH;
	if (named) return `CHROME_PATH names no program that starts: ${named}`;
	return (
		'No Chromium was found and none could be installed: set CHROME_PATH to a Chromium or Chrome, ' +
		'or run "npx playwright install --with-deps chromium" as root.'
	);
}

/** @param {string} command @param {string[]} args */
function attempt(command, args) {
	console.log(`> ${command} ${args.join(' ')}`);
	const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	return spawnSync(command, args, { stdio: 'inherit', env: environment }).status === 0;
}

/** The first that starts: Ubuntu's may be an empty shell, a downloaded one may lack system libraries. */
function findWorkingBrowser() {
	const starts = (/** @type {string} */ file) =>
		spawnSync(file, ['--version'], { timeout: 60_000 }).status === 0;
	return candidates().find(starts) ?? null;
}

/** Debian's own, which brings its libraries along; only root may. */
function installFromDistribution() {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	console.log('No Chromium here: installing the one of the distribution.');
	attempt('apt-get', ['update', '-qq']);
	attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation']);
}

function downloadFromPlaywright() {
	console.log("No Chromium here: downloading Playwright's.");
	const libraries = process.getuid?.() === 0 ? ['--with-deps'] : [];
	attempt('npx', ['playwright', 'install', ...libraries, '--no-shell', 'chromium']);
}

/**
 * Path of a Chromium that starts, installed on the spot where there is none; null where that fails. Programs started
 * afterwards find the same one through CHROME_PATH.
 * @returns {string | null}
 */
export function ensureBrowser() {
	let browser = findWorkingBrowser();
	for (const install of [installFromDistribution, downloadFromPlaywright]) {
		if (browser !== null || process.env.CHROME_PATH) break;
		install();
		browser = findWorkingBrowser();
	}
	if (browser !== null) process.env.CHROME_PATH = browser;
	return browser;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const browser = ensureBrowser();
	if (browser === null) console.error(noBrowser());
	else console.log(browser);
	process.exitCode = browser === null ? 1 : 0;
}
