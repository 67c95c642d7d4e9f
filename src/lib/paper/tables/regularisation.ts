/** Regularisation by image size, and progressive learning's settings and gains: Tables 5, 6, 12 and 13. */
import {
	adaptiveGains,
	progressiveGains,
	progressiveSettings,
	type ProgressiveSettings
} from '../progressive';
import { releasedSettings, type ReleasedSettings } from '../released';
import { citedRows, paperTable, spread, type CitedTable, type ColumnName } from './table';

const columns: readonly ColumnName[] = ['magnitude', 'at128', 'at192', 'at300'];

const table5: CitedTable = {
	id: 'table5',
	number: 5,
	columns,
	terms: [],
	rows: citedRows(columns, true, [
		[5, spread(78.3, 0.16), spread(81.2, 0.06), spread(82.5, 0.05)],
		[10, spread(78, 0.08), spread(81.6, 0.08), spread(82.7, 0.08)],
		[15, spread(77.7, 0.15), spread(81.5, 0.05), spread(83.2, 0.09)]
	]),
	source: paperTable(5)
};

const settingColumns: readonly ColumnName[] = [
	'setting',
	'sFirst',
	'sLast',
	'mFirst',
	'mLast',
	'lFirst',
	'lLast'
];
const settings = [
	'imageSize',
	'randAugmentMagnitude',
	'mixupAlpha',
	'dropout'
] as const satisfies readonly (keyof ProgressiveSettings)[];

/** The two that are names as they stand; the page words the others. */
function nameOf(setting: keyof ProgressiveSettings | keyof ReleasedSettings): string {
	if (setting === 'mixupAlpha') return 'mixup α';
	return setting === 'cutmixAlpha' ? 'CutMix α' : setting;
}

const table6: CitedTable = {
	id: 'table6',
	number: 6,
	columns: settingColumns,
	terms: ['setting'],
	rows: citedRows(
		settingColumns,
		true,
		settings.map((setting) => [
			nameOf(setting),
			...Object.values(progressiveSettings).flatMap(({ value }) => [
				value[setting].first,
				value[setting].last
			])
		])
	),
	source: paperTable(6)
};

const lastColumns: readonly ColumnName[] = ['setting', 'sLast', 'mLast', 'lLast'];
const released = [
	'trainSize',
	'randAugmentMagnitude',
	'mixupAlpha',
	'cutmixAlpha',
	'dropout'
] as const satisfies readonly (keyof ReleasedSettings)[];

const releasedProgressive: CitedTable = {
	id: 'releasedProgressive',
	number: null,
	columns: lastColumns,
	terms: ['setting'],
	rows: citedRows(
		lastColumns,
		false,
		released.map((setting) => [
			nameOf(setting),
			...Object.values(releasedSettings).map(({ value }) => value[setting])
		])
	),
	source: releasedSettings.S.source
};

const gainColumns: readonly ColumnName[] = [
	'model',
	'fixedTop1',
	'fixedHours',
	'progressiveTop1',
	'progressiveHours'
];

const table12: CitedTable = {
	id: 'table12',
	number: 12,
	columns: gainColumns,
	terms: [],
	rows: citedRows(
		gainColumns,
		progressiveGains.verified,
		progressiveGains.value.map(({ model, fixed, progressive }) => [
			model,
			fixed.top1,
			fixed.hours,
			progressive.top1,
			progressive.hours
		])
	),
	source: progressiveGains.source
};

const adaptiveColumns: readonly ColumnName[] = ['schedule', 'vanilla', 'adaptive', 'gain'];

const table13: CitedTable = {
	id: 'table13',
	number: 13,
	columns: adaptiveColumns,
	terms: ['schedule'],
	rows: citedRows(
		adaptiveColumns,
		adaptiveGains.verified,
		adaptiveGains.value.map(({ schedule, vanilla, adaptive, gain }) => [schedule, vanilla, adaptive, gain])
	),
	source: adaptiveGains.source
};

export const regularisationTables = { table5, table6, table12, table13, releasedProgressive } as const;
