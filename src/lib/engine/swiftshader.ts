/** Where on this machine a Vulkan driver for Dawn is. Node only. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const programFolders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/** True where Dawn should look for itself: another system than Linux, a driver named by the user, or an installed one. */
export function hasSystemDriver(): boolean {
	if (process.platform !== 'linux') return true;
	if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES) return true;
	return driverFolders.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
}

/** Folder of a Chromium that brings SwiftShader: of CHROME_PATH, of an installed one, of Playwright's newest; or null. */
export function findSwiftShader(): string | null {
	const folders = [...folderOfChromePath(), ...programFolders, ...playwrightFolders()];
	return folders.find((folder) => existsSync(join(folder, 'vk_swiftshader_icd.json'))) ?? null;
}

function folderOfChromePath(): string[] {
	const path = process.env.CHROME_PATH;
	return path && existsSync(path) ? [dirname(realpathSync(path))] : [];
}

function playwrightFolders(): string[] {
	const root = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), '.cache/ms-playwright');
	if (!existsSync(root)) return [];
	const revision = (name: string) => Number(name.split('-')[1]);
	return readdirSync(root)
		.filter((name) => /^chromium-\d+$/.test(name))
		.sort((a, b) => revision(b) - revision(a))
		.flatMap((name) => [join(root, name, 'chrome-linux64'), join(root, name, 'chrome-linux')]);
}
