import { replaceState } from '$app/navigation';
import { resolve } from '$app/paths';
import { onMount, setContext } from 'svelte';
import { presentKey } from '$lib/figures/preset/key';
import { Present } from '$lib/figures/preset/present.svelte';
import type { Language } from '$lib/i18n/language';
import type { Page } from './pages';

/** Before the choices of a page behind `#`; without it something else stands there, and before it may be settings that are no choices. */
const MARK = 'view=1';
/** A slider moves often, and browsers count how often an address changes, ms. */
const wait = 300;

/**
 * The choices of a page and of the figures in it stand in its address, so that the address is a link which opens the page
 * as it stands. To be called while the page's component is made, before its own choices are attached.
 * @param later names of choices of what comes only when the reader is near it
 */
export function keepInAddress(page: Page, language: Language, later?: readonly string[]): Present {
	const present = readAddress(later);
	let open = $state(false);
	onMount(() => {
		open = true;
	});
	$effect(() => {
		const { query } = present;
		const { hash } = location;
		const own = hash.includes(MARK);
		// A result that somebody shared stands there, say: it stays.
		const others = hash.includes('=') && !own;
		if (!open || others || (query === '' && !own)) return;
		const timer = setTimeout(() => {
			const address = page.address(language.locale);
			replaceState(query === '' ? resolve(address) : resolve(`${address}#${MARK}&${query}`), {});
		}, wait);
		return () => clearTimeout(timer);
	});
	return present;
}

/** The choices are read from the page's address, and written only into links. */
export function readAddress(later?: readonly string[]): Present {
	const present = new Present('', later);
	setContext(presentKey, present);
	onMount(() => {
		const look = () => {
			const { hash } = location;
			const at = hash.indexOf(MARK);
			if (at > 0) present.open(hash.slice(at + MARK.length));
		};
		look();
		addEventListener('hashchange', look);
		return () => removeEventListener('hashchange', look);
	});
	return present;
}

/** The part of a link that holds them. */
export const writtenView = (present: Present) => [MARK, present.query].filter(Boolean).join('&');
