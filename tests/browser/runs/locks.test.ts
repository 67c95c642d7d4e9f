import { afterEach, expect, test, vi } from 'vitest';
import { browserLocks, noLocks } from '$lib/runs/locks';

const id = '00000000000000aa';
const workers: Worker[] = [];

afterEach(() => {
	for (const worker of workers.splice(0)) worker.terminate();
	vi.restoreAllMocks();
});

/** A worker that has the lock of a run and lets go of it only by its end. */
async function holder(): Promise<Worker> {
	const text = `navigator.locks.request('efficientnetv2-explained run ${id}', () => {
		postMessage('held');
		return new Promise(() => undefined);
	});`;
	const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
	const worker = new Worker(address);
	workers.push(worker);
	await new Promise((resolve) => {
		worker.addEventListener('message', resolve, { once: true });
	});
	URL.revokeObjectURL(address);
	return worker;
}

test('a run is one holder’s, until that lets go', async () => {
	const [one, two] = [browserLocks(), browserLocks()];
	const letGo = await one.take(id);
	expect(letGo).not.toBeNull();
	expect(await two.take(id)).toBeNull();
	expect([...(await two.taken())]).toEqual([id]);
	letGo?.();
	await vi.waitFor(async () => {
		const again = await two.take(id);
		expect(again).not.toBeNull();
		again?.();
	});
});

test('a worker that is killed lets go by itself', async () => {
	const worker = await holder();
	const locks = browserLocks();
	expect(await locks.take(id)).toBeNull();
	worker.terminate();
	await vi.waitFor(async () => {
		const taken = await locks.take(id);
		expect(taken).not.toBeNull();
		taken?.();
	});
});

test('locks of other programs are not runs', async () => {
	await navigator.locks.request('something else', async () => {
		expect((await browserLocks().taken()).size).toBe(0);
	});
});

test('without locks everybody gets everything, and says so', async () => {
	vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
	expect(browserLocks()).toBe(noLocks);
	expect(noLocks.sure).toBe(false);
	expect(await noLocks.take(id)).not.toBeNull();
	expect(await noLocks.take(id)).not.toBeNull();
});

test('a browser that refuses locks hinders nothing', async () => {
	const refuse = () => Promise.reject(new DOMException('Not here.', 'SecurityError'));
	vi.spyOn(navigator.locks, 'request').mockImplementation(refuse);
	vi.spyOn(navigator.locks, 'query').mockImplementation(refuse);
	expect(await browserLocks().take(id)).not.toBeNull();
	expect((await browserLocks().taken()).size).toBe(0);
});
