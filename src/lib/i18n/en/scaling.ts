/** Messages of the page of tables, plots, drawings and the calculator in English. */
export const scaling = {
	'scaling.title': 'How far does it scale?',
	'scaling.description':
		'All tables of the EfficientNetV2 paper to sort and filter, its networks by accuracy and cost, drawings of every variant, and a calculator that scales a network by your own numbers.',
	'scaling.lead':
		'The paper’s results as it printed them, every network stage by stage, and the arithmetic by which small networks become large ones, on your own numbers.',
	'scaling.tables': 'The paper’s tables',

	'tradeoff.panel': 'Accuracy over cost',
	'tradeoff.title': 'ImageNet top-1 over {cost}',
	'tradeoff.chart': '{title}; arrow keys go from network to network',
	'tradeoff.hint': 'Point at a network, or go through them with the arrow keys.',
	'tradeoff.over': 'What the accuracy is drawn over',
	'tradeoff.over.parametersM': 'parameters',
	'tradeoff.over.flopsG': 'FLOPs',
	'tradeoff.over.latencyMs': 'latency',
	'tradeoff.over.trainingHours': 'training time',
	'tradeoff.axis.parametersM': 'parameters, millions',
	'tradeoff.axis.flopsG': 'FLOPs, billions of multiply-adds',
	'tradeoff.axis.latencyMs': 'inference latency, ms (batch 16, V100, float16)',
	'tradeoff.axis.trainingHours': 'training time, hours on 32 TPU cores',
	'tradeoff.value.parametersM': '{value} M parameters',
	'tradeoff.value.flopsG': '{value} G multiply-adds',
	'tradeoff.value.latencyMs': '{value} ms',
	'tradeoff.value.trainingHours': '{value} h',
	'tradeoff.edition': 'Version of the paper',
	'tradeoff.edition.v3': 'last version (v3)',
	'tradeoff.edition.v1': 'first version (v1)',
	'tradeoff.point': '{model}: {top1} %, {cost}; {source}.',
	'tradeoff.unverified': 'Unverified: one source alone.',
	'tradeoff.from.v1': 'Table 7, arXiv v1',
	'tradeoff.from.v3': 'Table 7, arXiv v3',
	'tradeoff.from.mixed': 'Table 7, accuracy from arXiv v3, cost from v1',
	'tradeoff.from.readme': 'README of the released code',
	'tradeoff.cited': 'cited: paper, Table 7',
	'tradeoff.source.v3':
		'Cited: paper, Table 7. EfficientNetV2 as in the last version, costs that could not be read there from the first; all other networks from the first. B0 to B3 from the README of the released code, which has no times. Dashed lines join the sizes of a family.',
	'tradeoff.source.v1':
		'Cited: paper, Table 7, all of it as in the first version. B0 to B3 from the README of the released code, which has no times. Dashed lines join the sizes of a family.',
	'tradeoff.table': 'The points as a table'
} as const;
