/** A screen ahead of the reader; before the first move, only what the window shows. */
const [ahead, within] = ['100% 0px', '0px'];
/** The last one is what a screen reader does in the reader's place. */
const moves = ['scroll', 'wheel', 'pointermove', 'pointerdown', 'touchstart', 'keydown', 'focusin'] as const;

/** Whether the reader has moved on this page; until then nothing comes to life that nobody sees. */
let moved = false;

/**
 * Calls `then` once, at the reader's first move; at once where that was before, also while the page was still on its way.
 * @returns What calls it off.
 */
export function whenMoved(then: () => void): () => void {
	moved ||= scrollY > 0 || (document.activeElement ?? document.body) !== document.body;
	const stop = () => {
		for (const name of moves) removeEventListener(name, move);
	};
	const move = () => {
		moved = true;
		stop();
		then();
	};
	if (moved) then();
	else for (const name of moves) addEventListener(name, move, { passive: true });
	return stop;
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
