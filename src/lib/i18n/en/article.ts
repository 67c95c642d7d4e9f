import { glossary } from './glossary';

/** Messages of the article. */
export const article = {
	'article.title': 'EfficientNetV2: smaller networks that train faster',
	'article.description':
		'EfficientNetV2 (Tan & Le, 2021) explained with figures that one can touch: what training costs, two kinds of block, a search rewarded for speed, progressive learning, and what has held up since.',
	'article.lead':
		'In 2021 Mingxing Tan and Quoc V. Le published a family of image classifiers that train several times as fast as those before, and are smaller. This page explains how, with the paper’s numbers beside each claim. What can be checked on your own device, you can check here.',
	'article.open': 'Open the playground',
	'article.openHint': 'Or read first. Nothing to install, nothing to download.',
	'article.contents': 'Contents',
	'article.path': 'How long to read',
	'article.path.short': 'ten minutes',
	'article.path.full': 'forty minutes',
	'article.path.short.hint':
		'The thread of the story. Parts that go deeper are folded; each opens by itself.',
	'article.path.full.hint': 'All of it, with every detail open and time for the figures.',
	'article.references': 'References',
	'article.glossary': 'Glossary',
	'article.asTable': 'As a table',
	'article.asPublished': 'As published',
	'article.noscript': 'The images are drawn by JavaScript.',

	'figure.number': 'Figure {number}.',
	'figure.failed': 'The live figure could not be loaded. What you see is its first state.',
	'figure.lab.playground': 'Go on in the playground',
	'figure.lab.schedules': 'Go on in the lab of schedules',
	'figure.lab.blocks': 'Go on in the lab of blocks',
	'figure.lab.bottlenecks': 'Go on in the lab of bottlenecks',
	'figure.lab.scaling': 'Go on in the lab of scaling',
	'figure.lab.search': 'Go on in the lab of the search',

	'figure.tradeoff.title': 'Accuracy against what a network costs',
	'figure.tradeoff.use': 'Choose the axis; point at a network, or step through them with the arrow keys.',
	'figure.tradeoff.source':
		'Cited: the line below the plot says from where, the table marks what has one source alone.',
	'figure.compound.title': 'One dial for depth, width and image size',
	'figure.compound.use':
		'Move φ, or the three factors behind it, and compare the rule’s promise with the count.',
	'figure.compound.source':
		'Counted here from the network that the rule makes of EfficientNet-B0. α, β and γ to begin with: Tan & Le 2019, section 4.',
	'figure.sizes.title': 'Smaller images train faster, and no worse',
	'figure.sizes.use': 'OOM: did not fit into memory.',
	'figure.sizes.source': 'Cited from the paper, Table 2; its first version is the only source.',
	'figure.sizetime.title': 'Size against throughput, measured here',
	'figure.sizetime.use':
		'Press Measure: one network is trained at three image sizes, with one batch for all and with the largest that the memory holds.',
	'figure.sizetime.source':
		'Measured on your device when you press the button; nothing is preset. The paper’s own figures are cited in Table 2 above.',
	'figure.fusedb4.title': 'EfficientNet-B4 with more and more stages fused',
	'figure.fusedb4.use': 'Bars: training speed relative to no fused stage; in brackets images a second.',
	'figure.fusedb4.source':
		'Cited from the paper, Table 3, not measured here. The ratios are worked out from its images a second.',
	'figure.convtime.title': 'Depthwise against dense, early and late in the network, timed here',
	'figure.convtime.use':
		'Press Measure: EfficientNet-B0 and its twin with every block fused take turns, and each multiply-add is timed stage by stage.',
	'figure.convtime.source':
		'Measured on your device when you press the button; nothing is preset. The paper’s own figures are cited in Table 3 above.',
	'figure.pair.title': 'Both blocks, counted',
	'figure.pair.use':
		'Choose a stage of EfficientNetV2-S. Each step with its multiply-adds and what leaves it.',
	'figure.pair.source':
		'Counted here from the graphs that training uses, at 384 px. Not a measurement of time.',
	'figure.walk.title': 'One patch through one block, number by number',
	'figure.walk.use':
		'Move the window on the photograph, step through the operations, and point at any number that comes out.',
	'figure.walk.source':
		'Computed here, in double precision, by the block that training uses, with its first random weights. The photographs’ authors and licence stand beside them.',
	'figure.blocktime.title': 'Both blocks, timed on your device',
	'figure.blocktime.use':
		'Press the button: a small network is built twice and timed in turns, stage by stage.',
	'figure.blocktime.source':
		'Measured on your device when you press the button; nothing is preset. Without JavaScript nothing can be measured.',
	'figure.reward.title': 'What the reward pays for',
	'figure.reward.use': 'Move the exponents. Networks on one curve have equal reward.',
	'figure.reward.source':
		'Networks cited from Tables 7 and 3. Training hours stand in for the step time, which the paper does not print.',
	'figure.networks.title': 'The network, block by block',
	'figure.networks.use':
		'A rectangle is a block: its height follows the side of the map that leaves it, its width the channels.',
	'figure.networks.source':
		'Counted here from the block tables that training uses; S as in the paper’s Table 4, v2-nano is this project’s own.',
	'figure.flow.title': 'An image flows through the network',
	'figure.flow.use':
		'Choose an image and press Play: the whole network runs on your device, and each part shows what it makes of it.',
	'figure.flow.source':
		'Shapes, parameters and multiply-adds counted here; maps and times computed on your device when you press Play, with untrained weights.',
	'figure.layers.title': 'Blocks of each stage, from small to large',
	'figure.layers.use': 'Compare how the two families grow. The dashed line is the cap of 480 px.',
	'figure.layers.source':
		'Counted here from the released block tables; image sizes are those of the released configurations for testing.',
	'figure.calculator.title': 'A network scaled by your numbers',
	'figure.calculator.use':
		'Begin with a published network, change a number, and see which parts still match.',
	'figure.calculator.source':
		'Counted here. The factors to begin with are comments in the released code, not statements of the paper.',
	'figure.regular.title': 'The best strength depends on the image size',
	'figure.regular.use': 'One panel for each image size; the strongest outline is the best of the three.',
	'figure.regular.source': 'Cited from the paper, Table 5: mean and standard deviation of three runs.',
	'figure.strength.title': 'What regularisation does to one image',
	'figure.strength.use': 'Turn the three dials; the same image is shown at four sizes.',
	'figure.strength.source':
		'Made here by the code that the training’s images are tested against; the picture is one that this project draws from a seed.',
	'figure.algorithm.title': 'Algorithm 1 with its numbers put in',
	'figure.algorithm.use': 'Choose a network and step through the stages.',
	'figure.algorithm.source':
		'The two ends are cited from the paper, Table 6; between them its Algorithm 1, computed here. The paper does not say how sizes are rounded.',
	'figure.settings.title': 'Where each network begins and ends',
	'figure.settings.use': 'First and last stage of S, M and L.',
	'figure.settings.source': 'Cited from the paper, Table 6.',
	'figure.schedule.title': 'The schedule of EfficientNetV2-S',
	'figure.schedule.use':
		'Width: epochs. Height: image size. Below: the regularisers. Drag edges, borders and dots, or use the arrow keys.',
	'figure.schedule.source':
		'Before you change it: ends from the paper, Table 6, stages by Algorithm 1, sizes rounded to whole pixels. The cost counts areas of images.',
	'figure.gains.title': 'Progressive learning on other networks, and its two halves apart',
	'figure.gains.use': 'Table 12: accuracy and hours, fixed and progressive. Table 13: constant and adaptive.',
	'figure.gains.source': 'Cited from the paper, Tables 12 and 13; the first version is the only source.',
	'figure.race.title': 'Progressive against fixed, on your device',
	'figure.race.use': 'Press Start: two small networks train in turns, for as many multiply-adds.',
	'figure.race.source':
		'Measured on your device while you watch; nothing is preset. One seed proves little, the lab takes more.',
	'figure.imagenet.title': 'Every row of the main table',
	'figure.imagenet.use': 'Sort by a column’s head, or filter by name.',
	'figure.imagenet.source': 'Cited from the paper, Table 7, both versions. A question mark: one source only.',
	'figure.transfer.title': 'Transfer to smaller data sets',
	'figure.transfer.use': 'Sort by a column’s head, or filter by name.',
	'figure.transfer.source': 'Cited from the paper, Table 8, with the first version’s parameters.',
	'figure.released.title': 'Two sets of settings for the same training',
	'figure.released.use': 'Above the paper’s first and last stage, below the last stage of the released code.',
	'figure.released.source': 'Cited from the paper, Table 6, and from google/automl at commit 6a54c8741e7c.',

	'article.blocktime.nothing':
		'There is nothing here to measure on: neither WebGPU nor WebAssembly with SIMD.',
	'article.sizetime.idle':
		'{model} at {sizes} px, {memory} MiB for a step: half a minute or less. Nothing leaves this computer.',
	'article.convtime.idle': '{model} at {size} px: half a minute or less. Nothing leaves this computer.',
	'article.blocktime.idle': 'v2-micro at 32 px, about a minute. Nothing leaves this computer.',
	'article.race.idle': 'A few minutes; the page stays usable. Nothing leaves this computer.',
	'article.layers.family': 'Family',
	'article.layers.v2': 'EfficientNetV2',
	'article.layers.v1': 'EfficientNet (first)',
	'article.layers.stage': 'stage {stage}',
	'article.layers.size': 'images, px',
	'article.layers.cap': 'cap of V2’s scaling, {size} px',
	'article.regular.panel': 'images of {size} px',
	'article.regular.label': 'Top-1 at {size} px by RandAugment magnitude: {values}',
	'article.regular.value': '{magnitude}: {mean} ± {deviation} %',
	'article.regular.axes':
		'Across: RandAugment magnitude. Up: top-1 on ImageNet, per cent. The three scales begin at different values and span the same 1.4 points. Lines: one standard deviation.',
	'article.strength.magnitude': 'RandAugment magnitude',
	'article.strength.mixed': 'mixup: share of a second image',
	'article.strength.dropout': 'dropout rate',
	'article.strength.image': 'The image at {size} px; {done}; {mixed} of another image',
	'article.strength.inputs': 'Dropout: {off} of {all} inputs of the last layer are silent in this step.',
	'article.algorithm.stage': 'stage i',
	'article.algorithm.steps': '— and so it trains for {epochs} of {all} epochs.',
	'article.algorithm.quantity': 'quantity',
	'article.algorithm.column': 'i = {stage}',
	'article.algorithm.imageSize': 'image size S, px',
	'article.algorithm.randAugmentMagnitude': 'RandAugment magnitude',
	'article.algorithm.mixupAlpha': 'mixup α',
	'article.algorithm.dropout': 'dropout rate',
	'article.algorithm.key': 'Dashed: cited from Table 6. The others follow by Algorithm 1.',
	'article.schedule.cost':
		'Work: {share} of as many epochs at {size} px throughout, by the area of the images.',
	'article.schedule.changed': 'This is your schedule now, not the paper’s.',

	...glossary
} as const;
