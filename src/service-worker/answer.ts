declare const self: ServiceWorkerGlobalScope;

/** With these a browser lets threads share memory, on hosts too that cannot send headers of their own. */
const isolation = {
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'cross-origin'
};

function isolated(response: Response): Response {
	const headers = new Headers(response.headers);
	for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
	const { status, statusText } = response;
	return new Response(response.body, { status, statusText, headers });
}

/** The file that a host serves at an address: a folder's page; search and hash are the page's own matter. */
function fileAt(address: string): string {
	const url = new URL(address);
	url.search = '';
	url.hash = '';
	if (url.pathname.endsWith('/')) url.pathname += 'index.html';
	return url.href;
}

/**
 * From the build in use; a page opened before it may still ask for a file of the build before. What neither holds comes
 * from the network.
 */
export async function answer(request: Request, cacheName: string): Promise<Response> {
	const file = fileAt(request.url);
	const cache = await caches.open(cacheName);
	const held = (await cache.match(file)) ?? (await caches.match(file));
	if (held) return isolated(held);
	const page = request.mode === 'navigate';
	if (page) {
		// Without the slash at its end: hosts send such a reader on.
		const folder = await cache.match(`${file}/index.html`);
		if (folder)
			return Response.redirect(`${request.url.replace(/[?#].*$/, '')}/${new URL(request.url).search}`, 301);
	}
	try {
		const response = await fetch(request);
		return response.type === 'basic' && !response.redirected ? isolated(response) : response;
	} catch (error) {
		const missing = page ? await cache.match(new URL('404.html', self.registration.scope).href) : undefined;
		if (missing) return new Response(missing.body, { status: 404, headers: missing.headers });
		throw error;
	}
}
