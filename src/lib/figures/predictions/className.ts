import type { Language } from '$lib/i18n/language';
import type { DataReport } from '$lib/state/playground.svelte';

const procedural = [
	'class.disc',
	'class.square',
	'class.triangle',
	'class.star',
	'class.ring',
	'class.cross',
	'class.crescent',
	'class.bar',
	'class.chevron',
	'class.hourglass'
] as const;

const cifar10 = [
	'class.airplane',
	'class.automobile',
	'class.bird',
	'class.cat',
	'class.deer',
	'class.dog',
	'class.frog',
	'class.horse',
	'class.ship',
	'class.truck'
] as const;

/**
 * A class in the reader's language. The procedural ones are known by index; those of files by CIFAR-10's own names,
 * for a file in its format may name others, which stay as they are.
 */
export function className(
	{ t }: Language,
	data: Pick<DataReport, 'kind' | 'classes'>,
	label: number
): string {
	const own = data.classes[label] ?? String(label);
	const key = (data.kind === 'procedural' ? procedural : cifar10)[label];
	if (key === undefined) return own;
	return data.kind === 'procedural' || key === `class.${own}` ? t(key) : own;
}
