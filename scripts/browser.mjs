/**
 * Where the Chromium of the tests and the software GPU (SwiftShader) that comes with it are. Chromium ships all that
 * WebGPU needs on a machine without a graphics card: the browser, the Vulkan loader and the driver; Node's Dawn
 * borrows the last two.
 *
 * Run by itself, it installs a browser where there is none and prints its path.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
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

/** Folders that hold a Chromium's program files, where its drivers lie too. */
const programFolders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

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

/**
 * Path of a Chromium: CHROME_PATH, then one that is installed, then Playwright's; null where there is none.
 * @returns {string | null}
 */
export function findBrowser() {
	const named = process.env.CHROME_PATH;
	if (named) return existsSync(named) ? named : null;
	const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const installed = path.flatMap((folder) => commandNames.map((name) => join(folder, name)));
	const downloaded = playwrightFolders().map((folder) => join(folder, 'chrome'));
	return [...installed, ...usualPlaces, ...downloaded].find((file) => existsSync(file)) ?? null;
}

/** Folder with `libvk_swiftshader.so` and its description, or null. */
function findSwiftShader() {
	const browser = findBrowser();
	const beside = browser === null ? [] : [dirname(realpathSync(browser))];
	const folders = [...beside, ...programFolders, ...playwrightFolders()];
	return folders.find((folder) => existsSync(join(folder, 'vk_swiftshader_icd.json'))) ?? null;
}

/** A Vulkan driver of the system, so a graphics card (or Mesa's software one). */
function hasSystemDriver() {
	const folders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
	return folders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
}

/**
 * Environment for a Node process that opens a GPU with Dawn: the system's own driver where there is one, else
 * SwiftShader from Chromium's folder. Null where neither is there.
 * @returns {Record<string, string> | null}
 */
export function gpuEnvironment() {
	/** @type {Record<string, string>} */
	const environment = {};
	// Without it the Vulkan loader complains on every start.
	if (!process.env.XDG_RUNTIME_DIR) environment.XDG_RUNTIME_DIR = '/tmp';
	if (process.platform !== 'linux') return environment;
	if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES || hasSystemDriver()) return environment;
	const folder = findSwiftShader();
	if (folder === null) return null;
	environment.VK_ICD_FILENAMES = join(folder, 'vk_swiftshader_icd.json');
	// Debian's and Playwright's Chromium bring the Vulkan loader along; the system's, if any, is found first.
	environment.LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(delimiter);
	return environment;
}

export const noBrowser =
	'No Chromium was found and none could be installed: set CHROME_PATH to a Chromium or Chrome, ' +
	'or run "npx playwright install --with-deps chromium" as root.';
export const noGpu =
	'No Vulkan driver was found for the GPU tests: install Chromium (it brings SwiftShader) or a graphics driver.';

/** @param {string} command @param {string[]} args */
function attempt(command, args) {
	console.log(`> ${command} ${args.join(' ')}`);
	const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	return spawnSync(command, args, { stdio: 'inherit', env: environment }).status === 0;
}

/** True where the browser starts: a downloaded one may lack system libraries. @param {string} browser */
function starts(browser) {
	return spawnSync(browser, ['--version'], { timeout: 60_000 }).status === 0;
}

/**
 * Path of a Chromium that starts, installed on the spot where there is none.
 * @returns {string | null}
 */
export function ensureBrowser() {
	const found = findBrowser();
	if (found !== null && starts(found)) return found;
	if (process.env.CHROME_PATH) return null;
	const root = process.getuid?.() === 0;
	if (root && process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
		console.log('No Chromium here: installing the one of the distribution.');
		if (attempt('apt-get', ['update', '-qq'])) {
			attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
		}
		const installed = findBrowser();
		if (installed !== null && starts(installed)) return installed;
	}
	console.log("No Chromium here: downloading Playwright's.");
	attempt('npx', ['playwright', 'install', ...(root ? ['--with-deps'] : []), '--no-shell', 'chromium']);
	const downloaded = findBrowser();
	return downloaded !== null && starts(downloaded) ? downloaded : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const browser = ensureBrowser();
	if (browser === null) console.error(noBrowser);
	else console.log(browser);
	process.exitCode = browser === null ? 1 : 0;
}
