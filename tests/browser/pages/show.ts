import { mount, unmount, type Component } from 'svelte';
import { afterEach } from 'vitest';
import { page, type Locator } from 'vitest/browser';
import type { Language } from '$lib/i18n/language';
import { english } from './play';
import Stage from './Stage.svelte';

const shown: (() => Promise<void>)[] = [];

/** Puts a component on the page until the test ends; the locator finds within it. */
export function show<Props extends Record<string, unknown>>(
	of: Component<Props>,
	props: Props,
	language: Language = english
): Locator {
	const target = document.body.appendChild(document.createElement('div'));
	// What is in it changes: a locator made from the element would look for its first words.
	target.dataset.testid = `shown ${shown.length}`;
	const stage = mount(Stage, {
		target,
		props: { language, of: of as Component<Record<string, unknown>>, props }
	});
	shown.push(async () => {
		await unmount(stage);
		target.remove();
	});
	return page.getByTestId(target.dataset.testid);
}

afterEach(async () => {
	for (const remove of shown.splice(0)) await remove();
});
