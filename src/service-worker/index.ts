/**
 * After the first visit the site works without a network. All files of one build are kept together, checked against the
 * digests that the build wrote down; a page is answered from one build only, never from parts of two. A newer build is
 * fetched whole beside the one in use, and takes its place when the reader says so or when no page is open any more.
 */
import { version } from '$service-worker';
import { answer } from './answer';
import { cacheName, dropOldBuilds, fetchBuild } from './build';

declare const self: ServiceWorkerGlobalScope;

/** Folder of the site on this host, with a slash at its end. */
const root = new URL('./', self.location.href);

self.addEventListener('install', (event) => {
	event.waitUntil(fetchBuild(root, version));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(dropOldBuilds(version));
	// Not waited for: Firefox tells it to every thread of a page, and those of the processor engine sleep between steps.
	void self.clients.claim();
});

self.addEventListener('message', (event) => {
	if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.method !== 'GET' || !request.url.startsWith(root.href)) return;
	event.respondWith(answer(request, cacheName(version)));
});
