export const embed = {
	'embed.title': '嵌入',
	'embed.language': '语言',
	'embed.theme': '主题',
	'embed.start': '打开时的状态',
	'embed.start.now': '保持当前选择',
	'embed.start.first': '与文中一致',
	'embed.noscript': '此处是该图不带任何选择时的样子：地址里的选择需要 JavaScript。',
	'embed.code': '嵌入代码',
	'embed.copy': '复制',
	'embed.copied': '已复制。',
	'embed.from': '来自：EfficientNetV2 图解'
} as const;
