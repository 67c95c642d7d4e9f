/** What the build writes beside itself (`scripts/site/precache.mjs`): its version, and the SHA-256 of each file by its path. */
interface Precache {
	readonly version: string;
	readonly files: Readonly<Record<string, string>>;
}

const prefix = 'site ';
/** Fetched at a time. */
const lanes = 6;

export const cacheName = (version: string): string => prefix + version;

/** Names of the builds that are kept, the oldest first. */
const kept = async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith(prefix));

async function digest(response: Response): Promise<string> {
	const bytes = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
	return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A file of an earlier build, if it is the same; files with a digest in their name do not change. */
async function earlier(url: URL, sha256: string): Promise<Response | undefined> {
	if (!url.pathname.includes('/immutable/')) return undefined;
	const response = await caches.match(url.href);
	return response && (await digest(response.clone())) === sha256 ? response : undefined;
}

/** @throws Error where the host has no such file or another one, as in the middle of a deployment. */
async function fetched(url: URL, sha256: string): Promise<Response> {
	const response = await fetch(url, { cache: 'no-cache' });
	if (!response.ok) throw new Error(`${url.pathname} answers ${response.status}.`);
	if ((await digest(response.clone())) !== sha256) throw new Error(`${url.pathname} is of another build.`);
	return response;
}

/**
 * Keeps all files of a build, or none: a failure leaves the build in use as it is, and the browser tries again later.
 * @throws Error where a file is missing or of another build.
 */
export async function fetchBuild(root: URL, version: string): Promise<void> {
	const list = await fetch(new URL('precache.json', root), { cache: 'no-store' });
	const precache = (await list.json()) as Precache;
	if (precache.version !== version) throw new Error('The list of files is of another build.');
	const name = cacheName(version);
	const cache = await caches.open(name);
	const waiting = Object.entries(precache.files);
	const lane = async () => {
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const [path, sha256] = next;
			const url = new URL(path, root);
			await cache.put(url.href, (await earlier(url, sha256)) ?? (await fetched(url, sha256)));
		}
	};
	try {
		await Promise.all(Array.from({ length: lanes }, lane));
	} catch (error) {
		await caches.delete(name);
		throw error;
	}
}

/** Pages that are still open may ask for parts of the build before this one; what is older goes. */
export async function dropOldBuilds(version: string): Promise<void> {
	const others = (await kept()).filter((name) => name !== cacheName(version));
	await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}
