/**
 * What each figure can be opened with by the address of its frame: every choice that a reader has in it. The figures
 * declare these fields themselves; here they stand together for the tests, which hold docs/deploy.md to them.
 */
import { citedTables } from '$lib/paper/tables/all';
import type { TableId } from '$lib/paper/tables/table';
import type { Fields } from '$lib/state/addressed';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { stageColumns } from './architecture/stageWords';
import {
	algorithmFields,
	layersFields,
	pairFields,
	scheduleFields,
	strengthFields
} from './article/openings';
import { passFields } from './bottlenecks/openings';
import { flowFields } from './flow/openings';
import type { FigureId } from './ids';
import { networksFields } from './network/openings';
import { differenceColumns } from './scaling/designWords';
import { compoundFields, designFields, resultFields } from './scaling/openings';
import { presets } from './scaling/presets';
import { raceFields } from './schedules/openings';
import { doublingFields, rewardFields } from './search/openings';
import { columnsOf } from './tables/citedRows';
import { foldFields, tableFields } from './tables/openings';
import type { TableColumn } from './tables/rows';
import { tradeoffFields } from './tradeoff/openings';
import { tradeColumns } from './tradeoff/pointWords';
import { walkFields } from './walk/openings';

/** The table of a figure, by the names of its columns. */
const table = (columns: readonly TableColumn[], prefix = ''): Fields =>
	prefixed(tableFields(columns), prefix);

const prefixed = (fields: Fields, prefix: string): Fields =>
	Object.fromEntries(Object.entries(fields).map(([name, each]) => [prefix + name, each]));

/** Tables of the paper; of several each has its name before its fields. */
function tables(...ids: readonly TableId[]): Fields {
	const shown = citedTables.filter(({ id }) => ids.includes(id));
	return Object.assign(
		{},
		...shown.map((each) => table(columnsOf(english, each), shown.length > 1 ? `${each.id}.` : ''))
	) as Fields;
}

/** Names of columns are the same in all languages. */
const english = new Language(() => ({ locale: 'en', messages: en }));

export const openings: Readonly<Record<FigureId, Fields>> = {
	tradeoff: { ...tradeoffFields, ...foldFields, ...table(tradeColumns(english, 'parametersM')) },
	compound: compoundFields,
	sizes: tables('table2'),
	sizetime: foldFields,
	fusedb4: {},
	convtime: { ...passFields, ...foldFields },
	pair: pairFields,
	walk: walkFields,
	blocktime: {},
	reward: { ...rewardFields, ...doublingFields },
	networks: networksFields,
	flow: flowFields,
	layers: layersFields,
	calculator: {
		...designFields(presets.m),
		...resultFields,
		...table(differenceColumns(english), 'differences.'),
		...table(stageColumns(english), 'blocks.'),
		...table(stageColumns(english), 'drawn.'),
		...prefixed(foldFields, 'drawn.')
	},
	regular: { ...foldFields, ...tables('table5') },
	strength: strengthFields,
	algorithm: algorithmFields,
	settings: tables('table6'),
	schedule: { ...scheduleFields, ...foldFields },
	gains: tables('table12', 'table13'),
	race: { ...raceFields, ...foldFields },
	imagenet: tables('table7'),
	transfer: tables('table8'),
	released: tables('table6', 'releasedProgressive')
};
