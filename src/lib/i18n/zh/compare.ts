/** 分享与比较测量结果的中文文案。 */
export const compare = {
	'compare.title': '与另一份结果并排比较',
	'compare.text':
		'复制一条指向你的结果的链接发给别人：链接里有各阶段的用时、设备、日期与设置，不经过任何服务器。打开链接的人会在这里看到你的结果，也可以在旁边自己测一遍。本页导出的 JSON 文件同样可以打开。',
	'compare.copy': '复制结果链接',
	'compare.copied': '链接已复制',
	'compare.file': '打开 JSON 文件',
	'compare.paste': '另一份结果的链接',
	'compare.open': '打开',
	'compare.remove': '移除',
	'compare.removeOf': '移除 {device}、{date} 的结果',
	'compare.elsewhere':
		'{date}测得（{device}），并非此时此地：{model}，{size} px，批量 {batch}，{turns} 轮，每项 {samples} 个计时步',
	'compare.here': '本机所测',
	'compare.other': '打开的第 {number} 份',
	'compare.column': '{device}，{who}',
	'compare.browser': '浏览器：{browser}',
	'compare.differ': '这些结果的{fields}不同，用时与比值对应的工作也就不同。要比较设备，请用相同的设置测量。',
	'compare.same': '所有设置都相同：差别来自设备、浏览器与偶然因素。',
	'compare.setting.model': '网络',
	'compare.setting.own': '模块的尺寸',
	'compare.setting.imageSize': '图像边长',
	'compare.setting.batch': '批量',
	'compare.setting.repeats': '轮数',
	'compare.table': '每份结果中各阶段 MBConv 用时与 Fused-MBConv 用时之比',
	'compare.cell': '比值（中间一半）；整个阶段每批的 MBConv、Fused-MBConv 用时（毫秒）',
	'compare.stage': '阶段',
	'compare.problem.damaged': '链接已损坏或不完整，没有打开任何结果。',
	'compare.problem.too-long': '内容比本页可能产生的任何结果都大，没有打开。',
	'compare.problem.version': '本页不认识这份结果的版本，没有打开。',
	'compare.problem.not-json': '内容不是 JSON，没有打开任何结果。',
	'compare.problem.field': '这份结果的字段“{field}”缺失或取值不对，没有打开。'
};
