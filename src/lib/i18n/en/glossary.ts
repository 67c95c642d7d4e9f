/** The article's terms: name and meaning. */
export const glossary = {
	'term.top1': 'Top-1 accuracy',
	'term.top1.meaning':
		'Share of test images whose most probable class is the right one. On ImageNet, the 50,000 validation images serve as test images.',
	'term.parameters': 'Parameters',
	'term.parameters.meaning':
		'The numbers that training adjusts: weights of convolutions, scales and offsets of batch norm, the classifier. The running statistics of batch norm are not counted here.',
	'term.macs': 'Multiply-adds (MACs)',
	'term.macs.meaning':
		'One multiplication and one addition, the unit of a convolution’s work. What the paper calls FLOPs are multiply-adds. 1 G is a thousand million.',
	'term.throughput': 'Throughput',
	'term.throughput.meaning': 'Images that a device trains on, or classifies, per second.',
	'term.imagenet': 'ImageNet',
	'term.imagenet.meaning':
		'Here, the set of 1,000 classes with about 1.28 million training images. ImageNet21k has about 13 million images and 21,841 classes.',
	'term.conv': 'Convolution',
	'term.conv.meaning':
		'A small window slides over the image. At each place all channels in the window are weighted and summed, once for each output channel.',
	'term.depthwise': 'Depthwise convolution',
	'term.depthwise.meaning':
		'A convolution that looks at each channel by itself. It needs as many times fewer multiplications as there are channels, but does little with each number that it fetches.',
	'term.pointwise': '1×1 convolution',
	'term.pointwise.meaning':
		'A convolution without neighbours: it mixes the channels of each pixel. In effect a matrix product.',
	'term.mbconv': 'MBConv',
	'term.mbconv.meaning':
		'The inverted residual block of MobileNetV2 and EfficientNet: 1×1 expansion, depthwise convolution, squeeze-and-excitation, 1×1 projection.',
	'term.fused': 'Fused-MBConv',
	'term.fused.meaning':
		'MBConv with one ordinary 3×3 convolution in place of expansion and depthwise convolution.',
	'term.se': 'Squeeze-and-excitation (SE)',
	'term.se.meaning':
		'Averages each channel over the image, and from the averages computes a factor between 0 and 1 for each channel.',
	'term.expansion': 'Expansion',
	'term.expansion.meaning':
		'The factor by which a block multiplies its channels inside. It is part of the block’s name: MBConv6.',
	'term.stage': 'Stage',
	'term.stage.meaning':
		'Of a network: successive blocks with the same channels and side. Of a training: a stretch with the same image size and strength of regularisation.',
	'term.residual': 'Residual connection',
	'term.residual.meaning':
		'The input of a block is added to its output, so that the block has only the difference to learn.',
	'term.compound': 'Compound scaling',
	'term.compound.meaning': 'Depth, width and image size grow together, by powers of three fixed factors.',
	'term.nas': 'Architecture search',
	'term.nas.meaning':
		'A program proposes networks, trains each for a short while and keeps what a reward ranks highest.',
	'term.regularisation': 'Regularisation',
	'term.regularisation.meaning':
		'Whatever makes it harder to memorise the training images: distortions, mixed images, silent inputs, skipped blocks, weight decay.',
	'term.dropout': 'Dropout',
	'term.dropout.meaning':
		'Each input of the last layer is silenced at random, with a given rate, anew in each step.',
	'term.randaugment': 'RandAugment',
	'term.randaugment.meaning':
		'A few operations drawn from a list (rotate, shear, change colours, cut out …) are applied to each image, all at one magnitude.',
	'term.mixup': 'Mixup',
	'term.mixup.meaning':
		'An image becomes a blend of two, and its label the same blend of both labels. α says how even the blends tend to be.',
	'term.cutmix': 'CutMix',
	'term.cutmix.meaning':
		'A box of the image is replaced by the same box of another image, and the labels are mixed by area.',
	'term.droppath': 'Drop path (stochastic depth)',
	'term.droppath.meaning':
		'Whole blocks are skipped at random during training; the residual connection carries the image past them.',
	'term.progressive': 'Progressive learning',
	'term.progressive.meaning':
		'Training that begins with small images and weak regularisation and lets both grow together.',
	'term.epoch': 'Epoch',
	'term.epoch.meaning': 'One pass over all training images.',
	'term.intensity': 'Arithmetic intensity',
	'term.intensity.meaning': 'Operations per byte that is moved to or from memory.',
	'term.tpu': 'TPU',
	'term.tpu.meaning':
		'Google’s processor for matrix products. The paper trains on 32 cores of its third version.'
} as const;
