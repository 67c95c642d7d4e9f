import { glossary } from './glossary';

/** Messages of the article. */
export const article = {
	'article.title': 'EfficientNetV2: smaller networks that train faster',
	'article.description':
		'EfficientNetV2 (Tan & Le, 2021) explained with interactive figures: what training costs, two kinds of block, a search rewarded for speed, progressive learning, and what has held up since.',
	'article.lead':
		'In 2021 Mingxing Tan and Quoc V. Le published a family of image classifiers that are smaller than their predecessors and train several times as fast. This page explains how, with the paper’s numbers beside each claim. What can be checked on your own device, you can check here.',
	'article.open': 'Open the playground',
	'article.openHint': 'Or read first. There is nothing to install.',
	'article.contents': 'Contents',
	'article.path': 'How long to read',
	'article.path.short': 'ten minutes',
	'article.path.full': 'forty minutes',
	'article.path.short.hint':
		'The thread of the story. Parts that go deeper are folded; open any of them when you like.',
	'article.path.full.hint': 'All of it: every detail is open, with time for the figures.',
	'article.references': 'References',
	'article.glossary': 'Glossary',
	'article.asTable': 'As a table',
	'article.asPublished': 'As published',
	'article.noscript': 'The images are drawn by JavaScript.',

	'figure.number': 'Figure {number}.',
	'figure.failed': 'The live figure could not be loaded. What you see is its first state.',
	'figure.lab.playground': 'Continue in the playground',
	'figure.lab.schedules': 'Continue in the lab of schedules',
	'figure.lab.blocks': 'Continue in the lab of blocks',
	'figure.lab.bottlenecks': 'Continue in the lab of bottlenecks',
	'figure.lab.scaling': 'Continue in the lab of scaling',
	'figure.lab.search': 'Continue in the lab of the search',

	'figure.tradeoff.title': 'Accuracy against what a network costs',
	'figure.tradeoff.use': 'Choose the axis. Point at a network, or step through them with the arrow keys.',
	'figure.tradeoff.source':
		'Cited: the line below the plot names the sources, and the table marks what has only one.',
	'figure.compound.title': 'One dial for depth, width and image size',
	'figure.compound.use':
		'Move φ or one of the three factors behind it, and compare what the rule promises with what is counted.',
	'figure.compound.source':
		'Counted here from the network that the rule makes of EfficientNet-B0. The initial α, β and γ: Tan & Le 2019, section 4.',
	'figure.sizes.title': 'Smaller images train faster, and the accuracy does not suffer',
	'figure.sizes.use': 'Compare the rows. OOM: out of memory, the batch did not fit.',
	'figure.sizes.source': 'Cited from the paper, Table 2. Its first version is the only source.',
	'figure.sizetime.title': 'Image size against training speed, measured here',
	'figure.sizetime.use':
		'Press the button: one network is trained at three image sizes, once with the same batch for all and once with the largest that fits the memory.',
	'figure.sizetime.source':
		'Measured on your device when you press the button; nothing is prerecorded. The paper’s own figures are cited in Table 2 above.',
	'figure.fusedb4.title':
		'Fusing a few early stages of EfficientNet-B4 speeds training up; fusing all does not',
	'figure.fusedb4.use': 'Bars: training speed relative to no fused stage; in brackets, images per second.',
	'figure.fusedb4.source':
		'Cited from the paper, Table 3, not measured here. The ratios are computed from its images per second.',
	'figure.convtime.title': 'Depthwise against dense convolutions, early and late in the network, timed here',
	'figure.convtime.use':
		'Press the button: EfficientNet-B0 and its twin with every block fused take turns, and the time per multiply-add is taken stage by stage.',
	'figure.convtime.source':
		'Measured on your device when you press the button; nothing is prerecorded. The paper’s own figures are cited in Table 3 above.',
	'figure.pair.title': 'What each block costs at each stage',
	'figure.pair.use':
		'Choose a stage of EfficientNetV2-S. Each step shows its multiply-adds and the shape of its output.',
	'figure.pair.source':
		'Counted here, at 384 px, from the graphs that training uses. This is not a measurement of time.',
	'figure.walk.title': 'One patch through one block, number by number',
	'figure.walk.use':
		'Move the window on the photograph, step through the operations, and point at any output to see how it was computed.',
	'figure.walk.source':
		'Computed here, in double precision, by the block that training uses, with its initial random weights. The photographs’ authors and licence stand beside them.',
	'figure.blocktime.title': 'Both blocks, timed on your device',
	'figure.blocktime.use':
		'Press the button: a small network is built once with each block, and the two are timed in turns, stage by stage.',
	'figure.blocktime.source':
		'Measured on your device when you press the button; nothing is prerecorded. Without JavaScript nothing can be measured.',
	'figure.reward.title': 'What the reward pays for',
	'figure.reward.use': 'Move the exponents. Networks on one curve have the same reward.',
	'figure.reward.source':
		'Networks cited from Tables 7 and 3. Training hours stand in for the step time, which the paper does not print.',
	'figure.networks.title': 'EfficientNetV2-S and a small relative, block by block',
	'figure.networks.use':
		'Each rectangle is a block: its height follows the side of its output map, its width the number of channels.',
	'figure.networks.source':
		'Counted here from the block tables that training uses. S is as in the paper’s Table 4; v2-nano is this project’s own.',
	'figure.flow.title': 'An image flows through the network',
	'figure.flow.use':
		'Choose an image and press Play: the whole network runs on your device, and each part shows what it makes of the image.',
	'figure.flow.source':
		'Shapes, parameters and multiply-adds counted here; maps and times computed on your device when you press Play, with untrained weights.',
	'figure.layers.title': 'EfficientNetV2 grows late, its predecessor everywhere',
	'figure.layers.use': 'Compare how the two families grow. The dashed line is the cap of 480 px.',
	'figure.layers.source':
		'Counted here from the released block tables. Image sizes are the test sizes of the released configurations.',
	'figure.calculator.title': 'A network scaled by your numbers',
	'figure.calculator.use':
		'Start from a published network, change a number, and see which parts still match.',
	'figure.calculator.source':
		'Counted here. The initial factors are comments in the released code, not statements of the paper.',
	'figure.regular.title': 'The best strength depends on the image size',
	'figure.regular.use': 'One panel for each image size; the thickest outline marks the best of the three.',
	'figure.regular.source': 'Cited from the paper, Table 5: mean and standard deviation of three runs.',
	'figure.strength.title': 'What regularisation does to one image',
	'figure.strength.use': 'Turn the three dials. The same image is shown at four sizes.',
	'figure.strength.source':
		'Made here by the reference code that the training’s images are tested against. The picture is drawn by this project from a seed.',
	'figure.algorithm.title': 'Algorithm 1 with its numbers filled in',
	'figure.algorithm.use': 'Choose a network and step through the stages.',
	'figure.algorithm.source':
		'The two ends are cited from the paper, Table 6; the stages between follow by its Algorithm 1, computed here. The paper does not say how sizes are rounded.',
	'figure.settings.title': 'All networks begin alike; larger ones end with stronger regularisation',
	'figure.settings.use': 'Compare the first and the last stage of S, M and L.',
	'figure.settings.source': 'Cited from the paper, Table 6.',
	'figure.schedule.title': 'The schedule of EfficientNetV2-S',
	'figure.schedule.use':
		'Width: epochs. Height: image size. Below: the regularisers. Drag edges, borders and dots, or use the arrow keys.',
	'figure.schedule.source':
		'Before you change it: the ends from the paper, Table 6; the stages by Algorithm 1, with sizes rounded to whole pixels. The cost is estimated from image areas.',
	'figure.gains.title':
		'Progressive learning saves time on other networks, and its regularisation adds accuracy',
	'figure.gains.use':
		'Table 12: accuracy and hours, fixed and progressive. Table 13: constant and adaptive regularisation.',
	'figure.gains.source': 'Cited from the paper, Tables 12 and 13. Its first version is the only source.',
	'figure.race.title': 'Progressive against fixed, on your device',
	'figure.race.use': 'Press Start: two small networks train in turns, with the same number of multiply-adds.',
	'figure.race.source':
		'Measured on your device while you watch; nothing is prerecorded. One seed proves little; the lab can take more.',
	'figure.imagenet.title': 'Every network of the paper’s main table',
	'figure.imagenet.use': 'Sort by a column’s heading, or filter by name.',
	'figure.imagenet.source':
		'Cited from both versions of the paper’s Table 7. A question mark: only one source.',
	'figure.transfer.title': 'Accuracy after transfer to smaller data sets',
	'figure.transfer.use': 'Sort by a column’s heading, or filter by name.',
	'figure.transfer.source': 'Cited from the paper, Table 8, with the parameter counts of its first version.',
	'figure.released.title': 'Paper and released code: two sets of settings for the same training',
	'figure.released.use':
		'Above, the paper’s first and last stage; below, the last stage of the released code.',
	'figure.released.source': 'Cited from the paper, Table 6, and from google/automl at commit 6a54c8741e7c.',

	'article.sizetime.idle':
		'{model} at {sizes} px, {memory} MiB per step; takes half a minute or less. Nothing leaves this computer.',
	'article.convtime.idle': '{model} at {size} px; takes half a minute or less. Nothing leaves this computer.',
	'article.blocktime.idle': 'v2-micro at 32 px; takes about a minute. Nothing leaves this computer.',
	'article.race.idle': 'Takes a few minutes; the page stays usable. Nothing leaves this computer.',
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
		'Horizontal: RandAugment magnitude. Vertical: top-1 on ImageNet, per cent. The three scales start at different values, and each spans 1.4 points. Lines: one standard deviation.',
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
		'Work: {share} of what the same epochs would take at {size} px throughout, by image area.',
	'article.schedule.changed': 'This schedule is yours now, not the paper’s.',

	...glossary
} as const;
