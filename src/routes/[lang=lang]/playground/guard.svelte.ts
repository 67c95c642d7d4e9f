/** Keeps a run from being lost by accident: asks before the page is left, keeps the screen awake. */

/** While `active` the browser asks before the tab is closed or reloaded. Call during component initialisation. */
export function warnBeforeLeaving(active: () => boolean): void {
	$effect(() => {
		if (!active()) return;
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener('beforeunload', ask);
		return () => removeEventListener('beforeunload', ask);
	});
}

/** While `active` the screen stays on, where the browser can do that. Call during component initialisation. */
export function keepAwake(active: () => boolean): void {
	$effect(() => {
		if (!active() || !('wakeLock' in navigator)) return;
		let done = false;
		let lock: WakeLockSentinel | null = null;
		const take = async () => {
			// The browser takes the lock away when the tab is hidden, and refuses it on low battery.
			if (done || document.visibilityState !== 'visible') return;
			lock = await navigator.wakeLock.request('screen').catch(() => null);
			if (done) void lock?.release();
		};
		const again = () => void take();
		document.addEventListener('visibilitychange', again);
		again();
		return () => {
			done = true;
			document.removeEventListener('visibilitychange', again);
			void lock?.release();
		};
	});
}
