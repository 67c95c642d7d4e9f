import { replaceState } from '$app/navigation';
import { resolve } from '$app/paths';
import { onMount, setContext } from 'svelte';
import { presentKey } from '$lib/figures/preset/key';
import { Present } from '$lib/figures/preset/present.svelte';
import type { Language } from '$lib/i18n/language';
import type { Page } from './pages';

/** Before the choices of a page behind `#`; without it something else stands there. */
const MARK = 'view=1';
/** A slider moves often, and browsers count how often an address changes, ms. */
const wait = 300;

/**
 * The choices of a page and of the figures in it stand in its address, so that the address is a link which opens the page
 * as it stands. To be called while the page's component is made, before its own choices are attached.
 */
export function keepInAddress(page: Page, language: Language): Present {
	const present = readAddress();
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
export function readAddress(): Present {
	const present = new Present();
	setContext(presentKey, present);
	onMount(() => {
		const look = () => {
			if (location.hash.includes(MARK)) present.open(location.hash.slice(1));
		};
		look();
		addEventListener('hashchange', look);
		return () => removeEventListener('hashchange', look);
	});
	return present;
}

/** The part of a link that holds them. */
export const writtenView = (present: Present) => [MARK, present.query].filter(Boolean).join('&');
