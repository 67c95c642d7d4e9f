/** 表格、散点图、结构图与缩放计算页的中文文案。 */
export const scaling = {
	'scaling.title': '它能缩放多远？',
	'scaling.description':
		'EfficientNetV2 论文的全部表格，可排序、可筛选；各网络的准确率与代价；每个变体的结构图；以及按你自己的数字缩放网络的计算器。',
	'scaling.lead': '论文印出的结果、逐段画出的每个网络，以及小网络变成大网络的算法——换成你自己的数字。',
	'scaling.tables': '论文中的表格'
} as const;
