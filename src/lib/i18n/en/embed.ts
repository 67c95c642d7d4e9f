export const embed = {
	'embed.title': 'Embed',
	'embed.language': 'Language',
	'embed.theme': 'Theme',
	'embed.start': 'How it opens',
	'embed.start.now': 'as it stands now',
	'embed.start.first': 'as in the article',
	'embed.noscript': 'The figure stands as it opens by itself: choices in its address need JavaScript.',
	'embed.code': 'Code of the frame',
	'embed.copy': 'Copy',
	'embed.copied': 'Copied.',
	'embed.from': 'From EfficientNetV2, explained'
} as const;
