/** What runs are called where they are shown. */
import type { Language } from '$lib/i18n/language';
import type { RunConfig } from '$lib/recipe/config';
import { defaultConfig } from '$lib/recipe/defaults';
import { differences } from '$lib/runs/diff';
import { isNamed, type StoredRun } from '$lib/runs/run';
import { fieldName, fieldValue } from '../form/fieldName';

/** Fields that a name tells; it says how many more there are. */
const mostTold = 2;
/** Said by every name, or by the version of the program. */
const untold: ReadonlySet<string> = new Set(['model', 'stages.size', 'version']);

const usual = (['gpu', 'processor', 'software', 'cpu'] as const).map(defaultConfig);

/**
 * The reader's name of a run, or else what sets it apart: network and sizes, the first fields in which it differs from
 * the default run that is most like it, and when it began.
 */
export function runLabel(
	language: Language,
	{ name, config, created }: Pick<StoredRun, 'name' | 'config' | 'created'>
): string {
	if (isNamed({ name, config })) return name;
	const all = peculiarities(config);
	const told = all.slice(0, mostTold).map(({ field, value }) => peculiarity(language, field, value));
	const more = all.length > mostTold ? [`+${all.length - mostTold}`] : [];
	return [name, ...told, ...more, language.timeOfDay(created)].join(' · ');
}

/** The fields in which a configuration is not as the default run most like it; how many images it takes comes last. */
function peculiarities(config: RunConfig): { field: string; value: unknown }[] {
	const lists = usual.map((base) =>
		differences([base, config]).flatMap(({ field, values: [usually, value] }) => {
			// What only one of them has goes with another field, such as the kind of the optimiser.
			const follows = usually === undefined || value === undefined;
			return untold.has(field) || follows || sameColumn(field, usually, value) ? [] : [{ field, value }];
		})
	);
	const [fewest = []] = lists.sort((a, b) => a.length - b.length);
	return fewest.sort((a, b) => weightOf(a.field) - weightOf(b.field));
}

/** How long it trains tells most, how many images it takes least. */
function weightOf(field: string): number {
	if (field === 'stages.epochs') return 0;
	return field === 'data.train' || field === 'data.test' ? 2 : 1;
}

/** Whether two columns say the same of their stages, however many those are: one value for all, or as many epochs. */
function sameColumn(field: string, a: unknown, b: unknown): boolean {
	if (!Array.isArray(a) || !Array.isArray(b)) return false;
	if (field === 'stages.epochs') return sum(a) === sum(b);
	return new Set([...(a as unknown[]), ...(b as unknown[])]).size === 1;
}

function sum(values: readonly unknown[]): number {
	return values.reduce<number>((total, value) => total + Number(value), 0);
}

/** A field and its value in few characters: of the stages' epochs the sum, of their other columns the first and the last. */
function peculiarity(language: Language, field: string, value: unknown): string {
	const numbers = Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
	if (field === 'stages.epochs') {
		return language.t('runs.epochs', { count: language.plain(sum(numbers)) });
	}
	const ends = field.startsWith('stages.') ? [numbers[0], numbers.at(-1)] : value;
	const text =
		Array.isArray(ends) && ends[0] !== ends[1]
			? ends.map((end) => fieldValue(language, field, end)).join('–')
			: fieldValue(language, field, ends);
	return `${fieldName(language, field)} ${text}`;
}
