/** A screen ahead of the reader; before the first move, only what the window shows. */
const [ahead, within] = ['100% 0px', '0px'];
/** The last two are what a screen reader does in the reader's place. */
const moves = [
	'scroll',
	'wheel',
	'pointermove',
	'pointerdown',
	'touchstart',
	'keydown',
	'focusin',
	'click'
] as const;

const waiting = new Set<() => void>();
/** Whether the reader has moved on this page; until then nothing comes to life that nobody sees. */
let moved = false;
if (!import.meta.env.SSR) {
	// Asked once, where the page is laid out: later it would be laid out for this. What comes next is heard.
	if (scrollY > 0 || (document.activeElement ?? document.body) !== document.body) moved = true;
	else for (const name of moves) addEventListener(name, move, { passive: true });
}

/** The reader's first move, also one that no hand made: settings in a link, say. */
export function move(): void {
	moved = true;
	for (const name of moves) removeEventListener(name, move);
	for (const then of waiting) then();
	waiting.clear();
}

/**
 * Calls `then` once, at the reader's first move; at once where that was before, also while the page was still on its way.
 * @returns What calls it off.
 */
export function whenMoved(then: () => void): () => void {
	if (moved) then();
	else waiting.add(then);
	return () => waiting.delete(then);
}

/** Calls `bring` once: when the window shows the element, or at the reader's first move. @returns What attaches it. */
export function whenSeenOrMoved(bring: () => void): (element: HTMLElement) => () => void {
	return (element) => {
		const observer = new IntersectionObserver((changes) => {
			if (changes.some(({ isIntersecting }) => isIntersecting)) done();
		});
		const stop = () => {
			observer.disconnect();
			forget();
		};
		const done = () => {
			stop();
			bring();
		};
		let forget = () => {};
		observer.observe(element);
		forget = whenMoved(done);
		return stop;
	};
}

/**
 * Calls `bring` once, when the reader comes near the element.
 * @returns What attaches it to the element.
 */
export function whenNear(bring: () => void): (element: HTMLElement) => () => void {
	return (element) => {
		let observer: IntersectionObserver | undefined;
		const watch = (rootMargin: string) => {
			observer?.disconnect();
			observer = new IntersectionObserver(
				(changes) => {
					if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
					stop();
					bring();
				},
				{ rootMargin }
			);
			observer.observe(element);
		};
		watch(within);
		const forget = whenMoved(() => {
			watch(ahead);
		});
		const stop = () => {
			observer?.disconnect();
			forget();
		};
		return stop;
	};
}
