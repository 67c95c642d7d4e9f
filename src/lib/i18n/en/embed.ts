export const embed = {
	'embed.title': 'Embed',
	'embed.language': 'Language',
	'embed.theme': 'Theme',
	'embed.code': 'Code of the frame',
	'embed.copy': 'Copy',
	'embed.copied': 'Copied.',
	'embed.from': 'From EfficientNetV2, explained'
} as const;
