import type { Language } from '$lib/i18n/language';
import type { DataReport } from '$lib/state/dataReport';

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

/** A class in the reader's language where it is one of ours; the reader's own names stay as they are. */
export function className(
	{ t }: Language,
	{ kind, classes }: Pick<DataReport, 'kind' | 'classes'>,
	label: number
): string {
	const own = classes[label] ?? String(label);
	if (kind === 'procedural') {
		// Known by index.
		const key = procedural[label];
		return key === undefined ? own : t(key);
	}
	// A file in CIFAR-10's format may name others.
	const key = kind === 'cifar10' ? cifar10[label] : undefined;
	return key === `class.${own}` ? t(key) : own;
}
