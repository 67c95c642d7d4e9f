/** Messages of the page of bottlenecks in English. */
export const bottlenecks = {
	'bottlenecks.title': 'Why does EfficientNet train slowly?',
	'bottlenecks.description':
		'Three reasons why the first EfficientNet trains slowly, measured on your own device: large images leave little room for a batch, depthwise convolutions are slow early in the network, and scaling every stage alike spends time where it buys little. The paper’s figures stand beside.',
	'bottlenecks.lead':
		'Before they changed EfficientNet, the authors of V2 looked for what held its training up, and named three things (paper, section 3.2). They measured on TPUs and V100 cards. Measure the same three on the device in front of you; it may agree, or not.',
	'bottlenecks.noscript': 'Measuring needs JavaScript.',

	'bottlenecks.setup': 'On what is measured',
	'bottlenecks.device': 'Device',
	'bottlenecks.network': 'Network',
	'bottlenecks.group.v1': 'EfficientNet (V1)',
	'bottlenecks.turns': 'Turns each',
	'bottlenecks.batch': 'Batch',
	'bottlenecks.setupNote':
		'These hold for all three measurements. The defaults take seconds on a processor. A larger network or image takes longer, and a step that has begun cannot be broken off, but stopping ends the whole worker at once.',
	'bottlenecks.nothingHere': 'There is nothing here to measure on: neither WebGPU nor WebAssembly with SIMD.',

	'bottlenecks.measure': 'Measure',
	'bottlenecks.again': 'Measure again',
	'bottlenecks.stop': 'Stop',
	'bottlenecks.stopHint': 'Ends it at once; what was measured stays',
	'bottlenecks.waits': 'Another part is being measured.',
	'bottlenecks.progress': 'Progress: {part}',
	'bottlenecks.now.opening': 'Opens the device …',
	'bottlenecks.now.preparing': 'Builds, compiles and warms up: {name} …',
	'bottlenecks.now.turn': 'Turn {turn} of {count} …',
	'bottlenecks.finished': 'Finished.',
	'bottlenecks.stopped': 'Stopped. What was measured stays.',
	'bottlenecks.failed': 'It ended early. What was measured stays.',
	'bottlenecks.failure.unavailable':
		'The device refused a part of the work. Choose a smaller network, size or batch.',
	'bottlenecks.failure.device-lost': 'The device went away. Measure again for a new one.',
	'bottlenecks.failure.out-of-memory': 'This does not fit. The details name what does.',
	'bottlenecks.failure.crashed': 'The worker stopped. Measure again for a fresh one.',
	'bottlenecks.failure.internal': 'Something went wrong. Measure again.',
	'bottlenecks.empty': 'Nothing measured yet: press Measure.',
	'bottlenecks.measuredOn': 'Measured here on {device}: {what}, {date}',
	'bottlenecks.interrupted': 'This tab was hidden meanwhile; turns that met it were run again.',
	'bottlenecks.software':
		'A graphics card named “software” is a program on the processor: it says nothing of a real card.',
	'bottlenecks.wide':
		'The times scatter: the middle half of one is {share} of its median wide. Other work on the computer does that; measure again with more turns or a larger batch.',
	'bottlenecks.csv': 'CSV: {name}',
	'bottlenecks.json': 'JSON',
	'bottlenecks.jsonAll': 'All parts as JSON',
	'bottlenecks.and': ', ',
	'bottlenecks.ofMiddle': '{name}, middle half',
	'bottlenecks.behind': 'The figures behind it',

	'bottlenecks.size.title': '1 · Do large images slow training down?',
	'bottlenecks.size.claim':
		'The paper: memory is fixed, large images take much of it, so the batch must be small, and training gets drastically slower. Smaller images need less arithmetic and also leave room for a larger batch; together that made training up to 2.2 times as fast.',
	'bottlenecks.size.sizes': 'Image sizes, px',
	'bottlenecks.size.memory': 'Memory of a step',
	'bottlenecks.size.what': '{model}, {memory} MiB for a step, turns: {turns}',
	'bottlenecks.size.chart': 'Images a second by image size',
	'bottlenecks.size.axisX': 'image size, px',
	'bottlenecks.size.largest': 'largest batch that fits',
	'bottlenecks.size.fixed': 'batch {batch} at every size',
	'bottlenecks.size.key': 'sign: median · line: middle half · both axes logarithmic',
	'bottlenecks.size.reading': '{size} px: batch {largest} {fast} images/s, batch {fixed} {slow} images/s',
	'bottlenecks.size.unread': 'Point at a size, or use the arrow keys.',
	'bottlenecks.size.noFit': 'does not fit',
	'bottlenecks.size.column.size': 'size, px',
	'bottlenecks.size.column.imageBytes': 'MiB an image',
	'bottlenecks.size.column.batch': 'largest batch',
	'bottlenecks.size.column.limit': 'limited by',
	'bottlenecks.size.column.bytes': 'MiB of its step',
	'bottlenecks.size.column.fast': 'images/s at it',
	'bottlenecks.size.column.slow': 'images/s at batch {batch}',
	'bottlenecks.size.column.gain': 'largest over fixed',
	'bottlenecks.size.limit.memory': 'memory',
	'bottlenecks.size.limit.time': 'time of a step',
	'bottlenecks.size.limit.count': 'the form',
	'bottlenecks.size.timeNote':
		'A step that would take longer than a second is not tried: where “time of a step” stands, the memory would hold more.',
	'bottlenecks.size.verdict':
		'From {large} to {small} px an image has {pixels} times fewer pixels. At the same batch of {batch}, <strong>{device}</strong> trains {same} times as many images a second; with the largest batch that fits at either size, {all} times.',
	'bottlenecks.size.verdictNoFixed':
		'From {large} to {small} px an image has {pixels} times fewer pixels; with the largest batch that fits at either size, <strong>{device}</strong> trains {all} times as many images a second. A batch of {batch} does not fit at both.',
	'bottlenecks.size.batchHelps':
		'So the larger batch adds a factor of {factor} here to what smaller images give by themselves: the paper’s effect. What a step does whatever its batch, as the update of all weights, is shared by more images.',
	'bottlenecks.size.batchDoesNot':
		'So the larger batch adds next to nothing here (a factor of {factor}): this device is busy with a small batch already, and the paper’s effect of the batch does not show.',
	'bottlenecks.size.batchUnclear':
		'Whether the larger batch adds anything to that cannot be told from these times: they scatter too much.',
	'bottlenecks.size.paper': 'Table 2: EfficientNet-B6, images a second on one core or card',
	'bottlenecks.size.paperColumn': 'size and batch',
	'bottlenecks.size.paperTpu': 'TPUv3 core',
	'bottlenecks.size.paperV100': 'V100 GPU',
	'bottlenecks.size.paperRow': '{size} px, batch {tpu} · {v100}',
	'bottlenecks.size.oom': 'out of memory',
	'bottlenecks.size.paperNote':
		'From 512 to 380 px, 1.8 times fewer pixels, the same batch trains {tpuSame} (TPU) and {v100Same} (V100) times as many images a second; the larger batch that then fits makes it {tpuAll} and {v100All} times. At 380 px the accuracy was even a little higher: {small} against {large} %.',
	'bottlenecks.cited': 'Cited, not measured here: {source}. Ratios are worked out from its figures.',

	'bottlenecks.depthwise.title': '2 · Are depthwise convolutions slow early?',
	'bottlenecks.depthwise.claim':
		'The paper: depthwise convolutions have fewer parameters and multiply-adds than ordinary ones, but often cannot make full use of modern accelerators. Fusing the early blocks made training faster at little cost; fusing all of them made it slower again and the network several times larger.',
	'bottlenecks.imageSize': 'Image size',
	'bottlenecks.what': '{model}, {size} px, batch {batch}, turns: {turns}',
	'bottlenecks.depthwise.chart': 'Nanoseconds a multiply-add, stage by stage, {pass}',
	'bottlenecks.depthwise.axisX': 'stage',
	'bottlenecks.depthwise.pass': 'Way through the network',
	'bottlenecks.pass.forward': 'forward',
	'bottlenecks.pass.backward': 'backward',
	'bottlenecks.part.depthwise': 'depthwise',
	'bottlenecks.part.pointwise': '1×1',
	'bottlenecks.part.dense': 'dense k×k (fused twin)',
	'bottlenecks.depthwise.key':
		'sign: median · line: middle half · logarithmic · all convolutions of a stage together, without batch norm',
	'bottlenecks.depthwise.reading': 'stage {stage}: {values}',
	'bottlenecks.depthwise.unread': 'Point at a stage, or use the arrow keys.',
	'bottlenecks.depthwise.column.side': 'side, px',
	'bottlenecks.depthwise.column.depthwise': 'depthwise, ns',
	'bottlenecks.depthwise.column.pointwise': '1×1, ns',
	'bottlenecks.depthwise.column.dense': 'dense, ns',
	'bottlenecks.depthwise.column.over': 'depthwise over dense',
	'bottlenecks.depthwise.column.share': 'depthwise share of the stage',
	'bottlenecks.depthwise.column.mbconv': 'stage as MBConv, ms',
	'bottlenecks.depthwise.column.fused': 'as Fused-MBConv, ms',
	'bottlenecks.depthwise.column.ratio': 'ratio',
	'bottlenecks.depthwise.verdict':
		'On <strong>{device}</strong> a multiply-add of a depthwise convolution takes {first} times as long as one of a dense convolution in stage {firstStage}, and {last} times in stage {lastStage} ({pass}).',
	'bottlenecks.depthwise.agrees':
		'With all that belongs to a block, fusing pays in {fused} and costs time in {mbconv}: early and not late, as the paper has it.',
	'bottlenecks.depthwise.never':
		'With all that belongs to a block, fusing pays in no stage here: this device does not show the paper’s gain from early fused blocks at this size.',
	'bottlenecks.depthwise.always':
		'With all that belongs to a block, fusing pays in {fused} and costs time in none: this device does not show the paper’s loss late in the network at this size.',
	'bottlenecks.depthwise.other':
		'With all that belongs to a block, fusing pays in {fused} and costs time in {mbconv}: not in the paper’s order of early before late.',
	'bottlenecks.depthwise.unclear':
		'In no stage is one clearly faster than the other: the middle halves overlap.',
	'bottlenecks.stages': 'stages {stages}',
	'bottlenecks.oneStage': 'stage {stages}',

	'bottlenecks.depthwise.lateNote':
		'At {size} px the last stage sees {side}×{side} pixels: there each weight of a dense convolution serves few pixels, and a small batch does not make up for it. At the sizes of the paper late maps are larger.',
	'bottlenecks.depthwise.paper':
		'Table 3: EfficientNet-B4 with more and more stages fused, images a second over none',

	'bottlenecks.scaling.title': '3 · Is it right to scale every stage alike?',
	'bottlenecks.scaling.claim':
		'The paper: EfficientNet’s compound scaling makes every stage deeper by the same factor, although stages do not contribute alike to training speed and to what parameters buy. V2 adds layers to later stages by and by, and keeps the largest image at {cap} px.',
	'bottlenecks.scaling.against': 'Beside it',
	'bottlenecks.scaling.what': '{model} and {against}, {size} px, batch {batch}, turns: {turns}',
	'bottlenecks.scaling.scope': 'What is shown',
	'bottlenecks.scaling.scope.stage': 'whole stages',
	'bottlenecks.scaling.scope.added': 'one more layer in each',
	'bottlenecks.scaling.ms': '{model}: ms of a step',
	'bottlenecks.scaling.params': '{model}: parameters',
	'bottlenecks.scaling.addedMs': '{model}: ms that one more layer costs',
	'bottlenecks.scaling.addedParams': '{model}: parameters that it adds',
	'bottlenecks.scaling.key':
		'filled bar: measured time, median, with a line over the middle half · grey bar: parameters, counted · times of both networks on one axis, parameters too',
	'bottlenecks.scaling.reading': 'stage {stage}: {value}',
	'bottlenecks.scaling.column.layers': 'layers',
	'bottlenecks.scaling.column.ms': 'step, ms',
	'bottlenecks.scaling.column.params': 'parameters',
	'bottlenecks.scaling.column.addedMs': 'one more layer, ms',
	'bottlenecks.scaling.column.addedParams': 'parameters it adds',
	'bottlenecks.scaling.column.addedMacs': 'MACs it adds, batch',
	'bottlenecks.scaling.column.block': 'block',
	'bottlenecks.scaling.verdict':
		'One more layer in every stage of <strong>{model}</strong> costs {ms} ms and adds {params} parameters. Stages 1 to {early} take {time} of that time and get {share} of those parameters.',
	'bottlenecks.scaling.agrees':
		'So an early layer costs time out of proportion to the parameters that it brings: on this device, too, stages do not pay alike.',
	'bottlenecks.scaling.other':
		'So on this device, at this size, early layers cost about as much time as they bring parameters: the paper’s objection does not show in these figures.',
	'bottlenecks.scaling.check':
		'Check: {model} with one more layer in each stage takes {more} ms more as a whole step; the added blocks alone add up to {sum} ms.',
	'bottlenecks.scaling.layers': 'Layers of each stage, counted from the block tables',
	'bottlenecks.scaling.layersNote':
		'In brackets: times those of the first network of its family here. V1 multiplies every stage by the same depth and rounds up; V2-M and L add most to the late stages, and a stage at the end.',
	'bottlenecks.scaling.paper': 'Table 10: trained the same way, progressively',
	'bottlenecks.scaling.paperColumn': 'network',
	'bottlenecks.scaling.paperHours': 'training, hours',
	'bottlenecks.scaling.paperNote':
		'At almost the same accuracy ({v1} and {v2} %) V2-M has fewer parameters and multiply-adds and trains {times} times as fast. Scaling is one reason of several.',

	'bottlenecks.how': 'How it is measured',
	'bottlenecks.how.steps':
		'Whole training steps with SGD and momentum, at learning rate 0 on one batch of noise: forward, backward, update. What is compared takes turns, after it was compiled and warmed up. Shown are medians and middle halves over all timed steps.',
	'bottlenecks.how.memory':
		'How much memory a step takes is asked of the engine’s own plans, before anything is compiled: weights, gradients, momentum and all that is kept for the way back. The slider limits that; it is no figure of the device.',
	'bottlenecks.how.macs':
		'Nanoseconds a multiply-add: the time of every convolution of a kind in a stage over its multiply-adds, twice as many backward, since a gradient is made for input and filter. The dense ones come from a twin of the network with every block fused, at the same sizes.',
	'bottlenecks.how.layer':
		'What one more layer costs: the network is built again with a block more at the end of each stage, and that block’s dispatches are timed, with its share of the update. What a layer does for accuracy is not measured here.',
	'bottlenecks.how.lab': 'The command “lab bottlenecks” of this project measures the same without a page.'
} as const;
