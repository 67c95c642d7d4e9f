export const embed = {
	'embed.title': '嵌入',
	'embed.language': '语言',
	'embed.theme': '主题',
	'embed.code': '嵌入代码',
	'embed.copy': '复制',
	'embed.copied': '已复制。',
	'embed.from': '来自：EfficientNetV2 图解'
} as const;
