import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { userEvent, type Locator } from 'vitest/browser';
import Walk from '$lib/figures/walk/Walk.svelte';
import { chinese } from './play';
import { show } from './show';

const all = (walk: Locator, selector: string) => [...walk.element().querySelectorAll<HTMLElement>(selector)];
const number = (text: string | null | undefined) => Number((text ?? '').trim().replace('−', '-'));
const numbers = (walk: Locator, selector: string) =>
	all(walk, selector).map((cell) => number(cell.textContent));

/** The choice of the output, and what it says of it. */
const picker = (walk: Locator) => walk.getByRole('slider', { name: 'Chosen output' });
const said = (walk: Locator) => picker(walk).element().getAttribute('aria-valuetext') ?? '';
const valueSaid = (walk: Locator) => number(said(walk).split(': ').at(-1));
const status = (walk: Locator) => walk.getByRole('status').element().textContent;

function focus(locator: Locator): void {
	(locator.element() as HTMLElement).focus();
}

/** Products as shown, of whatever kind of sum the step is. */
const products = (walk: Locator) => numbers(walk, '.products td, [data-product]');

function addsUp(walk: Locator): boolean {
	const parts = products(walk);
	if (parts.length === 0) return false;
	const sum = parts.reduce((total, part) => total + part, 0);
	const [output] = numbers(walk, '[data-output]');
	expect(sum, status(walk)).toBeCloseTo(output!, 9);
	return true;
}

test('the arrow keys walk through every step of both blocks, and every sum adds up', async () => {
	const walk = show(Walk, {});
	for (const [block, steps, sums] of [
		['MBConv', 14, 5],
		['Fused-MBConv', 7, 2]
	] as const) {
		await walk.getByRole('radio', { name: block, exact: true }).click({ force: true });
		focus(walk.getByRole('radio', { name: 'input', exact: true }));
		await userEvent.keyboard(' ');
		const names: (string | null)[] = [];
		let found = 0;
		for (let step = 1; step <= steps; step++) {
			names.push(status(walk));
			if (addsUp(walk)) found += 1;
			const text = walk.element().querySelector('.text')?.textContent ?? '';
			expect(text.trim().length).toBeGreaterThan(40);
			await userEvent.keyboard('{ArrowRight}');
		}
		expect(new Set(names).size).toBe(steps);
		expect(names.at(0)).toBe(`Step 1 of ${steps}: input`);
		expect(names.at(-1)).toBe(`Step ${steps} of ${steps}: + the input`);
		expect(found).toBe(sums);
	}
});

test('a depthwise output is made of 9 products, a dense one of 9 for each channel, and both are the output', async () => {
	const walk = show(Walk, { step: 'depthwise' as const });
	expect(status(walk)).toBe('Step 5 of 14: 3×3 depthwise');
	expect(products(walk)).toHaveLength(9);
	await expect.element(walk.getByText('3 × 3 × 1 channel = 9', { exact: false })).toBeVisible();
	expect(numbers(walk, '[data-output]')).toEqual([valueSaid(walk)]);
	// What is dense in the one block is depthwise in the other.
	await walk.getByRole('radio', { name: 'Fused-MBConv' }).click({ force: true });
	expect(status(walk)).toBe('Step 2 of 7: 3×3 dense');
	expect(products(walk)).toHaveLength(36);
	await expect.element(walk.getByText('3 × 3 × 4 channels = 36', { exact: false })).toBeVisible();
	expect(numbers(walk, '[data-output]')).toEqual([valueSaid(walk)]);
});

test('keys and pointer choose the output; at the border the padding is 0', async () => {
	const walk = show(Walk, { step: 'depthwise' as const });
	expect(said(walk)).toMatch(/^channel 1, row 6, column 6: −?\d\.\d{3}$/);
	focus(picker(walk));
	await userEvent.keyboard('{PageDown}{PageDown}{ArrowUp}{ArrowLeft}{ArrowLeft}');
	expect(said(walk)).toMatch(/^channel 3, row 5, column 4: /);
	await expect
		.element(walk.getByRole('heading', { name: 'Output at channel 3, row 5, column 4' }))
		.toBeVisible();
	expect(numbers(walk, '[data-output]')).toEqual([valueSaid(walk)]);
	await userEvent.keyboard('{Home}');
	expect(said(walk)).toMatch(/^channel 3, row 1, column 1: /);
	expect(all(walk, '.products td.outside').map((cell) => number(cell.textContent))).toEqual([0, 0, 0, 0, 0]);
	expect(addsUp(walk)).toBe(true);
	const sheet = picker(walk).element().getBoundingClientRect();
	// The second map begins 13 of 51 units from the left; its third column and second row.
	const at = {
		clientX: sheet.left + (15.5 / 51) * sheet.width,
		clientY: sheet.top + (1.5 / 25) * sheet.height
	};
	const target = picker(walk).element();
	target.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true, pointerType: 'mouse' }));
	flushSync();
	expect(said(walk)).toMatch(/^channel 2, row 2, column 3: /);
	target.dispatchEvent(new PointerEvent('pointerleave'));
	flushSync();
	expect(said(walk)).toMatch(/^channel 3, row 1, column 1: /);
	target.dispatchEvent(new MouseEvent('click', { ...at, bubbles: true }));
	flushSync();
	expect(said(walk)).toMatch(/^channel 2, row 2, column 3: /);
	// A row of numbers has channels only, and what was chosen is there again after it.
	await walk.getByRole('radio', { name: 'SE: gates' }).click({ force: true });
	expect(said(walk)).toMatch(/^channel 2: 0\.\d{3}$/);
	focus(picker(walk));
	await userEvent.keyboard('{ArrowDown}');
	expect(said(walk)).toMatch(/^channel 3: 0\.\d{3}$/);
});

test('window, photograph and seed change the numbers; a wrong seed does not', async () => {
	const walk = show(Walk, { step: 'project' as const });
	const seen = new Set([said(walk)]);
	const changed = () => seen.size < seen.add(said(walk)).size;
	const window = walk.getByRole('slider', { name: 'Window on the photograph' });
	expect(window.element().getAttribute('aria-valuetext')).toBe('10 px from the left, 10 px from the top');
	focus(window);
	await userEvent.keyboard('{ArrowRight}{Shift>}{ArrowUp}{/Shift}');
	expect(window.element().getAttribute('aria-valuetext')).toBe('11 px from the left, 6 px from the top');
	expect(changed()).toBe(true);
	const photo = window.element().getBoundingClientRect();
	const to = { bubbles: true, pointerId: 1, clientX: photo.right - 1, clientY: photo.bottom - 1 };
	window.element().setPointerCapture = () => undefined;
	window.element().dispatchEvent(new PointerEvent('pointerdown', to));
	window.element().dispatchEvent(new PointerEvent('pointerup', to));
	flushSync();
	expect(window.element().getAttribute('aria-valuetext')).toBe('20 px from the left, 20 px from the top');
	expect(changed()).toBe(true);
	await walk.getByRole('radio', { name: 'flower' }).click({ force: true });
	await expect.element(walk.getByRole('link', { name: 'vultilion' })).toBeVisible();
	expect(changed()).toBe(true);
	const seed = walk.getByRole('spinbutton', { name: 'Seed of the weights' });
	await seed.fill('7');
	await userEvent.keyboard('{Enter}');
	expect(changed()).toBe(true);
	await seed.fill('-1');
	await userEvent.keyboard('{Enter}');
	await expect
		.element(walk.getByRole('alert'))
		.toHaveTextContent('Enter a whole number from 0 to 4,294,967,295');
	expect(changed()).toBe(false);
	await expect.element(seed).toHaveValue(7);
	expect(addsUp(walk)).toBe(true);
});

test('stride 2 halves the maps and leaves no skip; without SE its steps are gone', async () => {
	const walk = show(Walk, { step: 'gate' as const });
	await expect.element(walk.getByText('8 numbers', { exact: true })).toBeVisible();
	await walk.getByRole('checkbox', { name: /^Squeeze-and-excitation/ }).click();
	expect(status(walk)).toBe('Step 5 of 10: 3×3 depthwise');
	await walk.getByRole('radio', { name: '2', exact: true }).nth(1).click({ force: true });
	expect(status(walk)).toBe('Step 5 of 9: 3×3 depthwise');
	await expect.element(walk.getByText('8 × 6×6', { exact: true })).toBeVisible();
	await walk.getByRole('radio', { name: 'batch norm' }).last().click({ force: true });
	await expect.element(walk.getByText('nothing can be added', { exact: false })).toBeVisible();
	await walk.getByRole('radio', { name: '4', exact: true }).click({ force: true });
	await walk.getByRole('button', { name: 'Previous' }).click();
	expect(status(walk)).toBe('Step 8 of 9: 1×1 projection');
	expect(products(walk)).toHaveLength(16);
	expect(addsUp(walk)).toBe(true);
});

test('both blocks are counted beside each other, one up to the step', async () => {
	const walk = show(Walk, { block: 'fused_mbconv' as const, step: 'dense' as const });
	// 12·12 pixels: 9·4·8 multiply-adds, then 8·4; MBConv 4·8, 9·8, 2·8 of SE for all pixels together, and 8·4.
	await expect.element(walk.getByText('41,472 / 46,080')).toBeVisible();
	await expect.element(walk.getByText('19,600', { exact: true }).first()).toBeVisible();
	await walk.getByRole('button', { name: 'Next' }).click();
	await expect.element(walk.getByText('304 / 344')).toBeVisible();
});

test('a channel can be read as a table, in Chinese too', async () => {
	const walk = show(Walk, { step: 'norm' as const }, chinese);
	await walk.getByText('用表格列出运算后的一个通道').click();
	const table = walk.getByRole('table', { name: '批归一化：通道 1' });
	await expect.element(table).toBeVisible();
	const cells = numbers(table, 'td');
	expect(cells).toHaveLength(144);
	// Batch norm: mean 0, variance near 1.
	expect(cells.reduce((sum, value) => sum + value, 0) / 144).toBeCloseTo(0, 2);
	expect(cells.reduce((sum, value) => sum + value ** 2, 0) / 144).toBeCloseTo(1, 1);
	const said = walk.getByRole('slider', { name: '所选输出' }).element().getAttribute('aria-valuetext');
	expect(said).toBe(
		`通道 1，第 6 行，第 6 列：${table.element().querySelectorAll('td')[5 * 12 + 5]?.textContent}`
	);
});
