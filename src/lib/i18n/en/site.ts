export const site = {
	'site.title': 'EfficientNetV2, explained',
	'site.short': 'EfficientNetV2',
	noscript:
		'Without JavaScript there are the texts, tables and drawings; what could be pressed, typed or dragged here is switched off.',
	skip: 'Skip to the content',
	'nav.label': 'Pages',
	'menu.open': 'Pages: {page}',
	'nav.start': 'Article',
	'nav.playground': 'Playground',
	'nav.blocks': 'Blocks',
	'nav.bottlenecks': 'Bottlenecks',
	'nav.schedules': 'Schedules',
	'nav.scaling': 'Scaling',
	'nav.search': 'Search',
	'nav.bench': 'Speed',
	'theme.label': 'Theme: {theme}. Change it',
	'theme.system': 'as the system',
	'theme.light': 'light',
	'theme.dark': 'dark',
	'footer.paper': 'The paper:',
	'footer.privacy':
		'Everything runs on this computer: images, networks and results never leave it, and this site requests nothing from any other site.',
	'update.waiting':
		'A newer version of this site is ready. This page stays as it is until you load it; a training run is kept and can go on afterwards.',
	'update.broken':
		'A part of this site could not be loaded: the network may be down, or the site has just been updated. Training goes on.',
	'update.load': 'Load again',
	'update.later': 'Later',
	'footer.copy': 'After the first visit the site works offline. To take it with you:',
	'footer.archive': 'the whole site as a zip',
	'unit.px': '{value} px',
	'unit.epochs': '{value} epochs',
	'unit.steps': '{value} steps',

	'results.model': 'network',
	'results.top1': 'top-1, %',
	'results.parameters': 'parameters, M',
	'block.mbconv': 'MBConv',
	'block.fused': 'Fused-MBConv',
	'block.squeeze': 'with squeeze-and-excitation'
} as const;
