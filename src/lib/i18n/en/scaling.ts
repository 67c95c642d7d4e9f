/** Messages of the page of tables, plots, drawings and the calculator in English. */
export const scaling = {
	'scaling.title': 'How far does it scale?',
	'scaling.description':
		'All tables of the EfficientNetV2 paper to sort and filter, its networks by accuracy and cost, drawings of every variant, and a calculator that scales a network by your own numbers.',
	'scaling.lead':
		'The paper’s results as it printed them, every network stage by stage, and the arithmetic by which small networks become large ones, on your own numbers.',
	'scaling.tables': 'The paper’s tables'
} as const;
