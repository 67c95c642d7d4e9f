/** `lab blocks --table3`: one network with none, some and all of its stages fused, as in the paper's Table 3. */
import { Option } from 'commander';
import type { FusedRow } from '$lib/labs/blocks/fusedRows';
import type { FusedScale } from '$lib/labs/blocks/fusedScale';
import { fusedFamilies, type FusedFamily } from '$lib/model/fusedStages';
import { fusedB4, speedUpsOf } from '$lib/paper/fused';
import { openEngineOf, type EngineOptions } from './engine';
import { InputError } from './failure';
import { roofOf } from './roof';
import { table, threeDigits } from './terminal';

export interface Table3Options extends EngineOptions {
	readonly family: FusedFamily;
	readonly repeats: number;
	/** Expected, ms. */
	readonly longestStep: number;
	/** MiB. */
	readonly memory: number;
}

export const table3Limits = {
	stepMs: { min: 5, max: 60_000, unit: 'milliseconds' },
	mib: { min: 16, max: 65_536, unit: 'MiB' }
} as const;

export function table3Option(): Option {
	return new Option(
		'--table3 [network]',
		'instead: training speed with more and more stages fused, of b4 (scaled to the device) or nano (v2-nano)'
	)
		.preset('b4')
		.argParser((text: string): FusedFamily => {
			const family = fusedFamilies.find((name) => name === text);
			if (family !== undefined) return family;
			throw new InputError(`--table3 takes ${fusedFamilies.join(', ')}; "${text}" is none of them.`);
		});
}

/** What the paper has beside a row of B4. */
function citedFor(family: FusedFamily) {
	if (family !== 'b4') return null;
	const rows = fusedB4.value.flatMap(({ lastFusedStage }) => {
		const speedUps = speedUpsOf(lastFusedStage);
		return speedUps === null ? [] : [{ lastFusedStage, ...speedUps }];
	});
	return { source: fusedB4.source, rows };
}

/** Measures to the end; `tell` hears how far it is. */
export async function table3(options: Table3Options, tell: (sentence: string) => void) {
	const { family, repeats, longestStep, memory } = options;
	const { measureFused } = await import('$lib/labs/blocks/fusedMeasure');
	const engine = await openEngineOf(options);
	try {
		const roof = await roofOf(engine, options.threads);
		const limits = { bytes: memory * 2 ** 20, stepMs: longestStep };
		let scale: FusedScale | null = null;
		let rows: readonly FusedRow[] = [];
		for await (const event of measureFused(engine, roof, { family, limits, repeats })) {
			if (event.type === 'scale') {
				({ scale } = event);
				tell(scaleText(family, event.scale));
			} else if (event.type === 'preparing') tell(`${fusedText(event.lastFusedStage)}: compiles`);
			else if (event.type === 'turn') {
				({ rows } = event);
				tell(`${event.done} of ${repeats} turns of each`);
			}
		}
		const { engine: name, adapter, software } = engine.device;
		return {
			...{ adapter, engine: name, software, network: family, limits, repeats, roof, scale },
			rows,
			cited: citedFor(family)
		};
	} finally {
		engine.close();
	}
}

const fusedText = (last: number | null) => (last === null ? 'no stage fused' : `stages 1 to ${last} fused`);

function scaleText(family: FusedFamily, { width, imageSize, batch, bytes, expectedMs }: FusedScale): string {
	const network = family === 'b4' ? `EfficientNet-B4 at ${width} of its channels` : 'v2-nano and its twins';
	const mib = Math.round(bytes / 2 ** 20);
	return `${network}, ${imageSize} px, batch ${batch}: ${mib} MiB, slowest step expected in ${Math.round(expectedMs)} ms`;
}

const header = ['fused', 'params', 'MMAC', 'step ms', 'images/s', 'ratio', 'middle half'];

/** As a table for the terminal. */
export function table3Text({
	adapter,
	network,
	scale,
	rows,
	cited
}: Awaited<ReturnType<typeof table3>>): string {
	const columns = cited === null ? header : [...header, 'TPU, cited', 'V100, cited'];
	const lines = rows.map(({ lastFusedStage, params, macs, stepMs, imagesPerSecond, ratio, quartiles }) => {
		const [low, high] = quartiles.ratio;
		const paper = cited?.rows.find((row) => row.lastFusedStage === lastFusedStage);
		return [
			fusedText(lastFusedStage),
			params,
			threeDigits(macs / 1e6),
			threeDigits(stepMs),
			threeDigits(imagesPerSecond),
			ratio.toFixed(2),
			`${low.toFixed(2)}-${high.toFixed(2)}`,
			...(paper === undefined ? [] : [paper.tpu.toFixed(2), paper.v100.toFixed(2)])
		];
	});
	const heading = scale === null ? adapter : `On ${adapter}: ${scaleText(network, scale)}`;
	const source = cited === null ? [] : [`Cited: ${cited.source}`];
	return [heading, table([columns, ...lines]), ...source].join('\n');
}
