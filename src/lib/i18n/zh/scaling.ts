/** 表格、散点图、结构图与缩放计算页的中文文案。 */
export const scaling = {
	'scaling.title': '它能缩放多远？',
	'scaling.description':
		'EfficientNetV2 论文的全部表格，可排序、可筛选；各网络的准确率与代价；每个变体的结构图；以及按你自己的数字缩放网络的计算器。',
	'scaling.lead': '论文印出的结果、逐段画出的每个网络，以及小网络变成大网络的算法——换成你自己的数字。',
	'scaling.tables': '论文中的表格',

	'tradeoff.panel': '准确率与代价',
	'tradeoff.title': 'ImageNet top-1 与{cost}',
	'tradeoff.chart': '{title}；用方向键逐个查看网络',
	'tradeoff.hint': '指向一个网络，或用方向键逐个查看。',
	'tradeoff.over': '准确率的横轴',
	'tradeoff.over.parametersM': '参数量',
	'tradeoff.over.flopsG': 'FLOPs（乘加）',
	'tradeoff.over.latencyMs': '延迟',
	'tradeoff.over.trainingHours': '训练时间',
	'tradeoff.axis.parametersM': '参数量，百万',
	'tradeoff.axis.flopsG': 'FLOPs，十亿次乘加',
	'tradeoff.axis.latencyMs': '推理延迟，毫秒（批 16，V100，float16）',
	'tradeoff.axis.trainingHours': '训练时间，32 个 TPU 核心上的小时数',
	'tradeoff.value.parametersM': '参数 {value} M',
	'tradeoff.value.flopsG': '{value} G 次乘加',
	'tradeoff.value.latencyMs': '{value} 毫秒',
	'tradeoff.value.trainingHours': '{value} 小时',
	'tradeoff.edition': '论文版本',
	'tradeoff.edition.v3': '最终版（v3）',
	'tradeoff.edition.v1': '第一版（v1）',
	'tradeoff.point': '{model}：{top1}%，{cost}；{source}。',
	'tradeoff.unverified': '未核实：只有一个来源。',
	'tradeoff.from.v1': '表 7，arXiv 第一版',
	'tradeoff.from.v3': '表 7，arXiv 第三版',
	'tradeoff.from.mixed': '表 7，准确率取第三版，代价取第一版',
	'tradeoff.from.readme': '官方代码的 README',
	'tradeoff.cited': '引自论文表 7',
	'tradeoff.source.v3':
		'引自论文表 7。EfficientNetV2 取最终版，其中未能读到的代价取第一版；其他网络都取第一版。B0 至 B3 取自官方代码的 README，其中没有时间。虚线连接同一系列的各个规模。',
	'tradeoff.source.v1':
		'引自论文表 7，全部取第一版。B0 至 B3 取自官方代码的 README，其中没有时间。虚线连接同一系列的各个规模。',
	'tradeoff.table': '以表格列出各点'
} as const;
