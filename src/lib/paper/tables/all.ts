import { ablationTables } from './ablation';
import { table4 } from './architecture';
import { checkpointTables } from './checkpoints';
import { efficiencyTables } from './efficiency';
import { table7 } from './imagenet';
import { regularisationTables } from './regularisation';
import { speedTables } from './speed';
import type { CitedTable } from './table';
import { transferTables } from './transfer';

const { table5, table6, table12, table13, releasedProgressive } = regularisationTables;

/** Every table of the paper, in its order, then those of the released code, of ports and of others. */
export const citedTables: readonly CitedTable[] = [
	...efficiencyTables,
	...[table4, table5, table6, table7],
	...transferTables,
	...ablationTables,
	...[table12, table13],
	releasedProgressive,
	...checkpointTables,
	...speedTables
];
