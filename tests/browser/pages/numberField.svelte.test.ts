import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import NumberField from '$lib/ui/NumberField.svelte';
import { show } from './show';

/** A field that takes 0 and more. */
function open() {
	const props: { label: string; value: number; error: string | null; onvalue: (value: number) => void } =
		$state({
			label: 'Warm-up',
			value: 1,
			error: null,
			onvalue: (value) => {
				props.error = value >= 0 ? null : 'At least 0; the old value stays.';
				if (props.error === null) props.value = value;
			}
		});
	const shown = show(NumberField, props);
	const field = shown.getByRole('spinbutton', { name: 'Warm-up' });
	const type = async (keys: string) => {
		(field.element() as HTMLInputElement).select();
		await userEvent.keyboard(keys);
	};
	return { props, shown, field, type };
}

test('a refused value goes from the field, and the error goes when the old value is typed again', async () => {
	const { props, shown, field, type } = open();
	await field.click();
	await type('-3{Enter}');
	await expect.element(shown.getByRole('alert')).toHaveTextContent('At least 0');
	await expect.element(field).toHaveValue(1);
	await type('1{Enter}');
	await expect.element(shown.getByRole('alert')).not.toBeInTheDocument();

	await type('-3{Enter}');
	await type('1{Tab}');
	await expect.element(shown.getByRole('alert')).not.toBeInTheDocument();
	expect(props.value).toBe(1);
});

test('a field that was emptied shows its value again, and why nothing changed', async () => {
	const { shown, field, type } = open();
	await field.click();
	await type('{Delete}{Tab}');
	await expect.element(field).toHaveValue(1);
	await expect.element(shown.getByRole('alert')).toBeVisible();
});

test('arrow keys step, with Shift by ten', async () => {
	const { props, field } = open();
	await field.click();
	await userEvent.keyboard('{ArrowUp}{Shift>}{ArrowUp}{/Shift}');
	await expect.element(field).toHaveValue(12);
	expect(props.value).toBe(12);
});
