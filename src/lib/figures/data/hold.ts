import type { Attachment } from 'svelte/attachments';

/** Between two repetitions, ms: five a second. */
const holdIntervalMs = 200;

/** A button that does its work at once and, while it is held down by pointer or key, again and again. */
export function hold(work: () => void): Attachment<HTMLElement> {
	return (button) => {
		const listeners = new AbortController();
		const { signal } = listeners;
		const { begin, end } = repetition(work);
		listenToPointer(button, begin, signal);
		for (const type of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur'] as const) {
			button.addEventListener(type, end, { signal });
		}
		button.addEventListener('keydown', byKey(begin), { signal });
		button.addEventListener('keyup', byKey(end), { signal });
		// Of a pointer and a key it has been done; what is left comes from a screen reader or a voice.
		button.addEventListener('click', (event) => event.detail === 0 && work(), { signal });
		return () => {
			end();
			listeners.abort();
		};
	};
}

function repetition(work: () => void) {
	let timer: ReturnType<typeof setInterval> | undefined;
	return {
		begin: () => {
			if (timer !== undefined) return;
			work();
			timer = setInterval(work, holdIntervalMs);
		},
		end: () => {
			clearInterval(timer);
			timer = undefined;
		}
	};
}

function byKey(act: () => void) {
	return (event: KeyboardEvent) => {
		if (event.key !== ' ' && event.key !== 'Enter') return;
		event.preventDefault();
		act();
	};
}

function listenToPointer(button: HTMLElement, begin: () => void, signal: AbortSignal): void {
	button.addEventListener(
		'pointerdown',
		(event) => {
			if (event.button !== 0) return;
			// Held is held, also where the button moves away below the pointer.
			button.setPointerCapture(event.pointerId);
			begin();
		},
		{ signal }
	);
	button.addEventListener(
		'contextmenu',
		(event) => {
			event.preventDefault();
		},
		{ signal }
	);
}
