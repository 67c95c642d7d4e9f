export const site = {
	'site.title': 'EfficientNetV2, explained',
	'site.short': 'EfficientNetV2',
	skip: 'Skip to the content',
	'nav.label': 'Pages',
	'menu.open': 'Pages: {page}',
	'nav.start': 'Start',
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
		'Everything runs on this computer: images, networks and results never leave it, and this site asks no other site for anything.',
	'figure.title': 'Figure {number}. {title}',
	'unit.px': '{value} px',
	'unit.epochs': '{value} epochs',
	'unit.steps': '{value} steps',

	'start.title': 'Smaller networks that train faster: train one yourself',
	'start.description':
		'What EfficientNetV2 (Tan & Le, 2021) is, and a playground in which a small one learns on your own computer, from small images to large ones.',
	'start.lead':
		'EfficientNetV2 is a family of image classifiers that Mingxing Tan and Quoc V. Le published in 2021. They asked not only how accurate a network gets, but how long its training takes. Two ideas made the difference. Here you can read them, and then run them: a small EfficientNetV2 learns on your own computer, in this page.',
	'start.open': 'Open the playground',
	'start.openHint': 'Nothing to install, nothing to download: press Train.',
	'start.blocks.title': 'First idea: dense convolutions where images are large',
	'start.blocks.text':
		'The older EfficientNet is built from <mbconv>MBConv</mbconv> blocks. Their depthwise convolution needs few multiply-adds, yet early in the network, where the maps are large and the channels few, it keeps a modern accelerator waiting (paper, section 3.2). <fused>Fused-MBConv</fused> puts one ordinary 3×3 convolution in place of the 1×1 expansion and the depthwise convolution: more arithmetic, often less time. Neither block wins everywhere. The authors let a search choose, and it took the fused block early and MBConv with <se>squeeze-and-excitation</se> late.',
	'start.blocks.figure': 'What the networks are made of',
	'start.blocks.use':
		'Each rectangle is a block: its height follows the side of the feature map that leaves it, its width the number of channels. Choose a network.',
	'start.blocks.source':
		'Computed here from the block tables that training uses; S, M and L as released by the authors (S: paper, Table 4), v2-nano is this project’s own, for 32 px images.',
	'start.schedule.title': 'Second idea: begin with small images',
	'start.schedule.text':
		'A small image costs a fraction of the arithmetic, so training begins with small ones and they grow from stage to stage. On its own this costs accuracy. The paper’s remedy, <em>progressive learning</em>, lets the regularisation grow along with the image: weak while images are small, strong when they are large.',
	'start.schedule.figure': 'The schedule of EfficientNetV2-S',
	'start.schedule.use':
		'The width of a bar is its share of the training, the height is the image size; below it stands the dropout rate.',
	'start.schedule.source':
		'Cited: first and last values from the paper, Table 6; the stages between them by its Algorithm 1, sizes rounded to whole pixels.',
	'start.results.title': 'What it brought',
	'start.results.text':
		'By the paper’s own figures EfficientNetV2-M is a little more accurate than EfficientNet-B7 and trains in about a tenth of the time.',
	'results.caption':
		'Cited from the paper, Table 7: networks trained on ImageNet alone. Training hours are from its first version, parameters of the V2 networks from its last.',
	'results.model': 'network',
	'results.top1': 'top-1, %',
	'results.parameters': 'parameters, M',
	'results.hours': 'hours on 32 TPU cores',
	'start.try.title': 'Try it',
	'start.try.text':
		'The playground trains v2-nano or one of its relatives on images that your browser draws from a seed, or on CIFAR-10 files of your own. Watch the image size grow, compare a progressive schedule with a fixed one at the same cost, exchange the blocks. The curves are what your computer measured, not a recording.',

	'block.mbconv': 'MBConv',
	'block.fused': 'Fused-MBConv',
	'block.squeeze': 'with squeeze-and-excitation'
} as const;
