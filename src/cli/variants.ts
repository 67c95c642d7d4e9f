import { Command } from 'commander';
import { buildGraph } from '$lib/model/build';
import { countGraph } from '$lib/model/counts';
import { variantNames } from '$lib/model/variants';
import { variantNamed } from './network';
import { jsonOption } from './options';
import { print, table, type Terminal } from './terminal';

function row(name: string) {
	const variant = variantNamed(name);
	const graph = buildGraph(variant);
	const { parameters, statistics, macs } = countGraph(graph, variant.evalSize);
	return {
		name,
		family: variant.family,
		blocks: graph.blocks,
		params: parameters,
		paramsWithStatistics: parameters + statistics,
		macs,
		size: variant.evalSize,
		classes: variant.classes
	};
}

export function variantsCommand(terminal: Terminal): Command {
	return new Command('variants')
		.description('list every variant with its counts at its own classes and evaluation size')
		.addOption(jsonOption())
		.action(({ json }: { json?: boolean }) => {
			const rows = variantNames.map(row);
			const header = [
				'name',
				'family',
				'blocks',
				'params',
				'with statistics',
				'macs',
				'size (px)',
				'classes'
			];
			print(terminal, json, rows, () => table([header, ...rows.map((each) => Object.values(each))]));
		});
}
