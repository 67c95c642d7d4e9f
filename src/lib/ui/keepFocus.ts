import type { Attachment } from 'svelte/attachments';

/** Where an element stood: found again when it is gone. */
interface Place {
	readonly parent: HTMLElement;
	readonly before: Element | null;
}

const reachable =
	'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, [tabindex="0"]';

const isOff = (element: HTMLElement) => !element.isConnected || element.matches(':disabled');

/**
 * A browser drops the focus when what has it goes away or is switched off, and the next Tab begins at the top of the
 * page. Here it goes to the nearest control before that place, or else to one around it, or to a parent with
 * `tabindex="-1"`. Where all of the room's content goes (another page), the focus is the router's to set.
 */
export const keepFocus: Attachment<HTMLElement> = (room) => {
	let last: HTMLElement | null = null;
	let places: Place[] = [];

	function remember({ target }: FocusEvent): void {
		last = target instanceof HTMLElement ? target : null;
		places = last === null ? [] : placesOf(last, room);
	}

	/** A removal may tell of itself here, before it is done; the reader's leaving is known afterwards. */
	function leave({ target }: FocusEvent): void {
		queueMicrotask(() => {
			if (last === target && last !== null && !isOff(last) && document.activeElement !== last) last = null;
		});
	}

	function rescue(): void {
		if (last === null || !isOff(last)) return;
		const lost = document.activeElement === last || document.activeElement === document.body;
		last = null;
		if (lost) nearest(places)?.focus({ preventScroll: true });
	}

	const observer = new MutationObserver(rescue);
	observer.observe(room, { subtree: true, childList: true, attributeFilter: ['disabled'] });
	room.addEventListener('focusin', remember);
	room.addEventListener('focusout', leave);
	return () => {
		observer.disconnect();
		room.removeEventListener('focusin', remember);
		room.removeEventListener('focusout', leave);
	};
};

/** From the innermost; the room itself is no place. */
function placesOf(element: HTMLElement, room: HTMLElement): Place[] {
	const places: Place[] = [];
	for (let inner: Element = element; ;) {
		const { parentElement: parent, previousElementSibling: before } = inner;
		if (parent === null || parent === room) return places;
		places.push({ parent, before });
		inner = parent;
	}
}

function nearest(places: readonly Place[]): HTMLElement | null {
	for (const { parent, before } of places.filter((place) => place.parent.isConnected)) {
		const beside = before?.isConnected ? lastWithin(before) : null;
		const found = beside ?? parent.querySelector<HTMLElement>(reachable);
		if (found !== null) return found;
		if (parent.hasAttribute('tabindex')) return parent;
	}
	return null;
}

const lastWithin = (element: Element) =>
	element.matches(reachable)
		? (element as HTMLElement)
		: ([...element.querySelectorAll<HTMLElement>(reachable)].at(-1) ?? null);
