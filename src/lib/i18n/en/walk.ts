/** English messages of the walk through one block. */
export const walk = {
	'walk.title': 'One block, number by number',
	'walk.lead':
		'A window of {side}×{side} pixels goes through one block. Move it, step from operation to operation, and point at any output to see what it is made of. The weights are those from which training starts: random, drawn from the seed. Nothing was trained, and everything is computed here, in double precision.',
	'walk.failed': 'This part could not be loaded. Check the connection.',
	'walk.again': 'Load again',

	'walk.block': 'Block',
	'walk.photo': 'Photograph',
	'walk.photo.roof': 'roof',
	'walk.photo.flower': 'flower',
	'walk.expand': 'Expansion',
	'walk.stride': 'Stride',
	'walk.squeeze': 'Squeeze-and-excitation (MBConv only)',
	'walk.seed': 'Seed of the weights',
	'walk.seed.error': 'Enter a whole number from 0 to {most}; the old value stays.',
	'walk.window': 'Window on the photograph',
	'walk.window.at': '{left} px from the left, {top} px from the top',
	'walk.window.hint': 'Drag the window, or use the arrow keys; Shift moves it by 4.',
	'walk.credit': 'Photograph:',
	'walk.changed': 'cropped, scaled down, recoloured.',

	'walk.steps': 'Steps of the block',
	'walk.stepOf': 'Step {step} of {count}: {name}',
	'walk.previous': 'Previous',
	'walk.next': 'Next',
	'walk.step.input': 'input',
	'walk.step.expand': '1×1 expansion',
	'walk.step.dense': '3×3 dense',
	'walk.step.depthwise': '3×3 depthwise',
	'walk.step.norm': 'batch norm',
	'walk.step.silu': 'SiLU',
	'walk.step.squeeze': 'SE: mean',
	'walk.step.reduce': 'SE: reduce',
	'walk.step.gate': 'SE: gates',
	'walk.step.scale': 'SE: product',
	'walk.step.project': '1×1 projection',
	'walk.step.add': '+ the input',

	'walk.text.input':
		'The window’s red, green and blue: each level from 0 to 255, divided by 128, minus 1. A stem (3×3 convolution, batch norm, SiLU) turns them into {channels} channels, which enter the block.',
	'walk.text.expand':
		'Each output is a weighted sum over the {in} channels of one pixel: {in} channels become {out}, and no neighbour is read. The depthwise convolution that follows is cheap enough to work on so many.',
	'walk.text.dense':
		'Each output reads a 3×3 window in all {in} channels: {taps} products. This one convolution replaces MBConv’s expansion and depthwise convolution. It needs more multiply-adds, but of a kind that hardware runs near its peak speed.',
	'walk.text.depthwise':
		'Each channel has its own 3×3 filter and reads only itself: 9 products per output. A dense convolution over {in} channels would need 9 × {in} = {dense}. This step mixes neighbours, but not channels.',
	'walk.text.norm':
		'Each channel is brought to mean 0 and a variance near 1, then scaled by γ and shifted by β, which are learned (1 and 0 at the start). Mean and variance are those of this window alone, as in a training step whose batch is this one image; a trained network in use takes running averages instead.',
	'walk.text.silu':
		'SiLU is x times the sigmoid of x. Large values pass, negative ones are held near 0. It has no parameters.',
	'walk.text.squeeze':
		'Squeeze: each channel becomes one number, its mean over {pixels} pixels. What is in the window is kept; where it is, is not.',
	'walk.text.reduce':
		'{in} means become {out}, a quarter of the {block} channels that entered the block: a small matrix, a bias, SiLU.',
	'walk.text.gate':
		'Excitation: a second small matrix gives one number for each of the {out} channels, and the sigmoid brings it between 0 and 1. These are the gates.',
	'walk.text.scale':
		'Every value of a channel is multiplied by the channel’s gate. The two matrices of <se>squeeze-and-excitation</se> needed {macs} multiply-adds in all.',
	'walk.text.project':
		'Back to {out} channels: each output is a weighted sum over all {in} channels of one pixel. Batch norm follows but no SiLU, so what a block hands on passes no further nonlinearity.',
	'walk.text.add':
		'The block’s input is added to what the block made of it. So the block only has a change to learn, and gradients have a direct way back.',
	'walk.noSkip':
		'With stride 2 the block ends with this step: its output is smaller than its input, so nothing can be added.',

	'walk.before': 'Before',
	'walk.after': 'After',
	'walk.colours': 'Red, green, blue of the window',
	'walk.stem': 'What the stem made of them',
	'walk.branch': 'What the block made',
	'walk.skip': 'The block’s input',
	'walk.gates': 'Gates',
	'walk.shape': '{channels} × {side}×{side}',
	'walk.shape.row': '{channels} numbers',
	'walk.shape.one': '1 number',
	'walk.maps': '{title}: {shape}, from {min} to {max}',
	'walk.pick': 'Chosen output',
	'walk.at': 'channel {channel}, row {row}, column {column}',
	'walk.at.row': 'channel {channel}',
	'walk.at.value': '{place}: {value}',
	'walk.pick.hint':
		'Point at an output; click to keep it. With the keyboard: arrow keys, and Page Up and Page Down for the channel.',
	'walk.pick.hint.row': 'Point at a bar; click to keep it. With the keyboard: arrow keys.',
	'walk.scale': 'Colour scale of both tensors',

	'walk.detail': 'Output at {place}',
	'walk.channel': 'channel {channel}',
	'walk.values': 'values',
	'walk.weights': 'weights',
	'walk.products': 'products',
	'walk.grid': '{what}, channel {channel}',
	'walk.padding': 'outside the window, 0',
	'walk.bias': 'bias',
	'walk.sum': 'Sum of {count} products',
	'walk.sum.bias': 'Sum with the bias',
	'walk.cost.output':
		'Multiply-adds for this number: {window} × {channels} channels = {count}. For all {outputs}: {macs}.',
	'walk.cost.one':
		'Multiply-adds for this number: {window} × {channels} channel = {count}. For all {outputs}: {macs}.',
	'walk.rounded': 'Products are rounded so that what is shown adds up to the sum shown.',
	'walk.hatched': 'Hatched: outside the window, where padding is 0.',
	'walk.colour.0': 'red',
	'walk.colour.1': 'green',
	'walk.colour.2': 'blue',
	'walk.input.made': 'What the stem makes of the colours around this pixel, in this channel: {value}',
	'walk.norm.mean': 'mean μ',
	'walk.norm.variance': 'variance σ²',
	'walk.norm.gamma': 'scale γ',
	'walk.norm.beta': 'shift β',
	'walk.norm.epsilon': 'ε against division by 0',
	'walk.norm.value': 'value x',
	'walk.sigmoid': 'sigmoid',
	'walk.sumOf': 'sum of {count} values',
	'walk.gate': 'gate',

	'walk.costs': 'Counted up to this step',
	'walk.costs.step': 'Step',
	'walk.costs.macs': 'Multiply-adds',
	'walk.costs.parameters': 'Parameters',
	'walk.costs.soFar': 'so far',
	'walk.costs.note':
		'For this one window. Batch norm, SiLU, means, products with gates and the addition are not counted as multiply-adds, as in the papers.',
	'walk.table': 'One channel after this step as a table',
	'walk.table.caption': '{step}: channel {channel}',
	'walk.table.row': 'row',
	'walk.table.values': 'All numbers after this step as a table'
} as const;
