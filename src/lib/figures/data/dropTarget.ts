import type { Attachment } from 'svelte/attachments';

/** Makes an element take what is dropped on it; one inside another takes it alone. `over` hears when files hover. */
export function dropTarget(
	take: (transfer: DataTransfer) => void,
	over: (hovering: boolean) => void
): Attachment<HTMLElement> {
	return (element) => {
		const listeners = new AbortController();
		const listen = <Type extends 'dragover' | 'dragleave' | 'drop'>(
			type: Type,
			hear: (event: DragEvent) => void
		) => {
			element.addEventListener(type, hear, { signal: listeners.signal });
		};
		listen('dragover', (event) => {
			event.preventDefault();
			event.stopPropagation();
			over(true);
		});
		listen('dragleave', (event) => {
			const to = event.relatedTarget;
			if (!(to instanceof Node && element.contains(to))) over(false);
		});
		listen('drop', (event) => {
			event.preventDefault();
			event.stopPropagation();
			over(false);
			if (event.dataTransfer !== null) take(event.dataTransfer);
		});
		return () => {
			listeners.abort();
		};
	};
}
