/** A screen ahead of the reader; before the first move, only what the window shows. */
const [ahead, within] = ['100% 0px', '0px'];
const moves = ['scroll', 'wheel', 'pointermove', 'pointerdown', 'touchstart', 'keydown'] as const;

/** Whether the reader has moved on this page; until then nothing comes to life that nobody sees. */
let moved = false;

/**
 * Calls `bring` once, when the reader comes near the element.
 * @returns What attaches it to the element.
 */
export function whenNear(bring: () => void): (element: HTMLElement) => () => void {
	return (element) => {
		let observer: IntersectionObserver;
		const watch = (rootMargin: string) => {
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
		const move = () => {
			moved = true;
			stop();
			watch(ahead);
		};
		const stop = () => {
			observer.disconnect();
			for (const name of moves) removeEventListener(name, move);
		};
		watch(moved ? ahead : within);
		if (!moved) for (const name of moves) addEventListener(name, move, { once: true, passive: true });
		return stop;
	};
}
