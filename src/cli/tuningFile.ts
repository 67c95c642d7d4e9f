/** The file in which `lab` keeps what was measured about tiles, for each adapter and driver. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { choicesOf, type TuningStore } from '$lib/engine/webgpu/tuning/store';

/** In the user's cache folder, see the XDG base directory specification. */
function tuningFile(): string {
	const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	return join(caches, 'efficientnetv2-explained', 'tiles.json');
}

/** The store for a device; none for the null adapter, which executes nothing that could be measured. */
export const storeFor = (adapter: 'auto' | 'null') => (adapter === 'null' ? null : fileStore());

/** A broken or unwritable file costs a new measurement, nothing else. */
export function fileStore(path = tuningFile()): TuningStore {
	return {
		read: async (adapter) => choicesOf((await readAll(path))[adapter]),
		async write(adapter, choices) {
			const all = { ...(await readAll(path)), [adapter]: choices };
			try {
				await mkdir(dirname(path), { recursive: true });
				await writeFile(path, `${JSON.stringify(all, null, '\t')}\n`);
			} catch {
				// A read-only home: the next session measures again.
			}
		}
	};
}

async function readAll(path: string): Promise<Readonly<Record<string, unknown>>> {
	try {
		const value: unknown = JSON.parse(await readFile(path, 'utf8'));
		return typeof value === 'object' && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}
