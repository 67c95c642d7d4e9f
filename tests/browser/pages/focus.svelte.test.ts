import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import Button from '$lib/ui/Button.svelte';
import { keepFocus } from '$lib/ui/keepFocus';
import { createRawSnippet, mount, unmount } from 'svelte';

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

test('a button that is switched off by its own press keeps the focus, does nothing, and can be pressed again', async () => {
	let presses = 0;
	const props = $state({
		disabled: false,
		children: text('Step'),
		onclick: () => {
			presses++;
			props.disabled = true;
		}
	});
	const target = document.body.appendChild(document.createElement('div'));
	const button = mount(Button, { target, props });
	const element = page.getByRole('button', { name: 'Step' }).element() as HTMLButtonElement;
	element.focus();
	await userEvent.keyboard('{Enter}');
	await userEvent.keyboard('{Enter}');
	expect(presses).toBe(1);
	expect(document.activeElement).toBe(element);
	expect(element.getAttribute('aria-disabled')).toBe('true');
	props.disabled = false;
	flushSync();
	expect(element.hasAttribute('aria-disabled')).toBe(false);
	await userEvent.keyboard('{Enter}');
	expect(presses).toBe(2);
	element.blur();
	flushSync();
	expect(element.disabled).toBe(true);
	await unmount(button);
	target.remove();
});

/** A room with this content that keeps the focus. */
function room(html: string) {
	const main = document.body.appendChild(document.createElement('main'));
	main.innerHTML = html;
	const stop = keepFocus(main);
	const find = (id: string) => main.querySelector<HTMLElement>(`#${id}`)!;
	return {
		main,
		find,
		focused: async () => {
			// The observer is told after the change.
			await Promise.resolve();
			return document.activeElement?.id;
		},
		close: () => {
			stop?.();
			main.remove();
		}
	};
}

const list = `<section><h2>Runs</h2><button id="copy">copy</button><ul>
	<li id="one"><button id="first">x</button></li><li id="two"><button id="second">x</button></li></ul></section>`;

test('when a row goes, the focus goes to the row before it, or to what is left around it', async () => {
	const { find, focused, close } = room(list);
	find('second').focus();
	find('two').remove();
	expect(await focused()).toBe('first');
	find('one').remove();
	expect(await focused()).toBe('copy');
	close();
});

test('what is switched off passes the focus on', async () => {
	const { find, focused, close } = room(list);
	find('second').focus();
	(find('second') as HTMLButtonElement).disabled = true;
	expect(await focused()).toBe('first');
	close();
});

test('where nothing can be reached it goes to the place itself', async () => {
	const { find, focused, close } = room(
		'<div id="advice" tabindex="-1"><p>text</p><p id="line"><button id="act">x</button></p></div>'
	);
	find('act').focus();
	find('line').remove();
	expect(await focused()).toBe('advice');
	close();
});

test('a reader who has left is left alone, and so is a page that goes as a whole', async () => {
	const { main, find, focused, close } = room(list);
	find('second').focus();
	find('second').blur();
	await Promise.resolve();
	find('two').remove();
	expect(await focused()).toBe('');
	find('first').focus();
	main.replaceChildren();
	expect(await focused()).toBe('');
	close();
});
