/** Messages of the page of bottlenecks in English. */
export const bottlenecks = {
	'bottlenecks.title': 'Why does EfficientNet train slowly?',
	'bottlenecks.description':
		'Three reasons why the first EfficientNet trains slowly, measured on your own device: large images leave little room for a batch, depthwise convolutions are slow early in the network, and scaling every stage alike spends time where it buys little. The paper’s figures stand beside them.',
	'bottlenecks.lead':
		'Before they changed EfficientNet, the authors of V2 looked for what slows its training down, and named three things (paper, section 3.2). They measured on TPUs and V100 cards. Measure the same three on the device in front of you; it may or may not agree.',
	'bottlenecks.noscript': 'Measuring needs JavaScript.',

	'bottlenecks.setup': 'What to measure on',
	'bottlenecks.device': 'Device',
	'bottlenecks.network': 'Network',
	'bottlenecks.group.v1': 'EfficientNet (V1)',
	'bottlenecks.turns': 'Turns each',
	'bottlenecks.batch': 'Batch',
	'bottlenecks.setupNote':
		'These settings hold for all three measurements. The defaults take seconds on a processor. A larger network or image takes longer. A step that has begun cannot be interrupted, but Stop ends the whole worker at once.',

	'bottlenecks.measure': 'Measure',
	'bottlenecks.again': 'Measure again',
	'bottlenecks.stop': 'Stop',
	'bottlenecks.stopHint': 'Ends at once; what was measured stays',
	'bottlenecks.waits': 'Another part is being measured.',
	'bottlenecks.progress': 'Progress: {part}',
	'bottlenecks.now.opening': 'Starting the device …',
	'bottlenecks.now.preparing': 'Building, compiling and warming up: {name} …',
	'bottlenecks.now.turn': 'Turn {turn} of {count} …',
	'bottlenecks.finished': 'Finished.',
	'bottlenecks.stopped': 'Stopped. What was measured stays.',
	'bottlenecks.failed': 'It ended early. What was measured stays.',
	'bottlenecks.failure.unavailable':
		'The device refused part of the work. Choose a smaller network, size or batch.',
	'bottlenecks.failure.device-lost': 'The device was lost. Measure again to use a new one.',
	'bottlenecks.failure.out-of-memory': 'This does not fit into memory. The details say what fits.',
	'bottlenecks.failure.crashed': 'The worker stopped. Measure again to use a fresh one.',
	'bottlenecks.failure.internal': 'Something went wrong. Measure again.',
	'bottlenecks.empty': 'Nothing measured yet: press Measure.',
	'bottlenecks.measuredOn': 'Measured here on {device}: {what}, {date}',
	'bottlenecks.interrupted': 'This tab was hidden for a while; the turns affected were repeated.',
	'bottlenecks.software':
		'A graphics card marked “software” is a program on the processor: it says nothing about a real card.',
	'bottlenecks.wide':
		'The times vary: the middle half of one spans {share} of its median. Other work on the computer does that; measure again with more turns or a larger batch.',
	'bottlenecks.csv': 'CSV: {name}',
	'bottlenecks.json': 'JSON',
	'bottlenecks.jsonAll': 'All parts as JSON',
	'bottlenecks.and': ', ',
	'bottlenecks.ofMiddle': '{name}, middle half',
	'bottlenecks.behind': 'The figures behind it',

	'bottlenecks.size.title': '1 · Do large images slow training down?',
	'bottlenecks.size.claim':
		'The paper: memory is fixed and large images take much of it, so the batch must be small, which drastically slows training down. Smaller images need less arithmetic and also leave room for a larger batch; together they made training up to 2.2 times as fast.',
	'bottlenecks.size.sizes': 'Image sizes, px',
	'bottlenecks.size.memory': 'Memory per step',
	'bottlenecks.size.what': '{model}, {memory} MiB per step, turns: {turns}',
	'bottlenecks.size.chart': 'Images per second by image size',
	'bottlenecks.size.axisX': 'image size, px',
	'bottlenecks.size.largest': 'largest batch that fits',
	'bottlenecks.size.fixed': 'batch {batch} at every size',
	'bottlenecks.size.key': 'mark: median · line: middle half · both axes logarithmic',
	'bottlenecks.size.reading': '{size} px: batch {largest} {fast} images/s, batch {fixed} {slow} images/s',
	'bottlenecks.size.unread': 'Point at a size, or use the arrow keys.',
	'bottlenecks.size.noFit': 'does not fit',
	'bottlenecks.size.column.size': 'size, px',
	'bottlenecks.size.column.imageBytes': 'MiB per image',
	'bottlenecks.size.column.batch': 'largest batch',
	'bottlenecks.size.column.limit': 'limited by',
	'bottlenecks.size.column.bytes': 'MiB of this step',
	'bottlenecks.size.column.fast': 'images/s, largest batch',
	'bottlenecks.size.column.slow': 'images/s, batch {batch}',
	'bottlenecks.size.column.gain': 'largest over fixed',
	'bottlenecks.size.limit.memory': 'memory',
	'bottlenecks.size.limit.time': 'time per step',
	'bottlenecks.size.limit.count': 'largest allowed',
	'bottlenecks.size.timeNote':
		'A step that would take longer than a second is not tried: where it says “time per step”, a larger batch would still fit into memory.',
	'bottlenecks.size.verdict':
		'At {small} px an image has 1/{pixels} of the pixels that it has at {large} px. Measured here (<strong>{device}</strong>): {same} times as many images per second with the same batch of {batch}, {all} times with the largest batch that fits at each size.',
	'bottlenecks.size.verdictNoFixed':
		'At {small} px an image has 1/{pixels} of the pixels that it has at {large} px. Measured here (<strong>{device}</strong>): {all} times as many images per second with the largest batch that fits at each size. A batch of {batch} does not fit at both sizes.',
	'bottlenecks.size.batchHelps':
		'So on top of what smaller images give by themselves, the larger batch adds a factor of {factor} here: the paper’s effect. Work that a step does whatever its batch, such as updating all weights, is shared by more images.',
	'bottlenecks.size.batchDoesNot':
		'So the larger batch adds next to nothing here (a factor of {factor}): a small batch already keeps this device busy, and the paper’s effect of the batch does not show.',
	'bottlenecks.size.batchUnclear':
		'These times vary too much to tell whether the larger batch adds anything.',
	'bottlenecks.size.paper': 'Table 2: EfficientNet-B6, images per second on one core or card',
	'bottlenecks.size.paperColumn': 'size and batch',
	'bottlenecks.size.paperTpu': 'TPUv3 core',
	'bottlenecks.size.paperV100': 'V100 GPU',
	'bottlenecks.size.paperRow': '{size} px, batch {tpu} · {v100}',
	'bottlenecks.size.oom': 'out of memory',
	'bottlenecks.size.paperNote':
		'At 380 px an image has 1/1.8 of the pixels that it has at 512 px. The same batch trains {tpuSame} (TPU) and {v100Same} (V100) times as many images per second; the larger batch that then fits makes it {tpuAll} and {v100All} times. At 380 px the accuracy was even slightly higher: {small} against {large} %.',
	'bottlenecks.cited': 'Cited, not measured here: {source}. The ratios are computed from its figures.',

	'bottlenecks.depthwise.title': '2 · Are depthwise convolutions slow early?',
	'bottlenecks.depthwise.claim':
		'The paper: depthwise convolutions have fewer parameters and multiply-adds than ordinary (dense) ones, but often cannot make full use of modern accelerators. Fusing the early blocks made training faster at little cost; fusing all of them made it slower again and the network several times as large.',
	'bottlenecks.imageSize': 'Image size',
	'bottlenecks.what': '{model}, {size} px, batch {batch}, turns: {turns}',
	'bottlenecks.depthwise.chart': 'Nanoseconds per multiply-add, stage by stage, {pass}',
	'bottlenecks.depthwise.axisX': 'stage',
	'bottlenecks.depthwise.pass': 'Direction through the network',
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
		'Measured here (<strong>{device}</strong>, {pass}): a multiply-add of a depthwise convolution takes {first} times as long as one of a dense convolution in stage {firstStage}, and {last} times as long in stage {lastStage}.',
	'bottlenecks.depthwise.agrees':
		'Counting everything that belongs to a block, fusing saves time in {fused} and costs time in {mbconv}: early it pays, late it does not, as the paper has it.',
	'bottlenecks.depthwise.never':
		'Counting everything that belongs to a block, fusing saves time in no stage here: at this size, this device does not show the paper’s gain from fusing early blocks.',
	'bottlenecks.depthwise.always':
		'Counting everything that belongs to a block, fusing saves time in {fused} and costs time in no stage: at this size, this device does not show the paper’s loss late in the network.',
	'bottlenecks.depthwise.other':
		'Counting everything that belongs to a block, fusing saves time in {fused} and costs time in {mbconv}: not in the paper’s order, early before late.',
	'bottlenecks.depthwise.unclear':
		'In no stage is one clearly faster than the other: the middle halves overlap.',
	'bottlenecks.stages': 'stages {stages}',
	'bottlenecks.oneStage': 'stage {stages}',

	'bottlenecks.depthwise.lateNote':
		'At {size} px the last stage sees {side}×{side} pixels: there each weight of a dense convolution serves few pixels, and a small batch does not make up for that. At the paper’s sizes, late maps are larger.',
	'bottlenecks.depthwise.paper':
		'Table 3: EfficientNet-B4 with more and more stages fused, images per second relative to none fused',

	'bottlenecks.scaling.title': '3 · Is it right to scale every stage alike?',
	'bottlenecks.scaling.claim':
		'The paper: EfficientNet’s compound scaling makes every stage deeper by the same factor, although the stages do not contribute equally to training speed and parameter efficiency. V2 gradually adds layers to later stages, and keeps the largest image at {cap} px.',
	'bottlenecks.scaling.against': 'Compared with',
	'bottlenecks.scaling.what': '{model} and {against}, {size} px, batch {batch}, turns: {turns}',
	'bottlenecks.scaling.scope': 'What is shown',
	'bottlenecks.scaling.scope.stage': 'whole stages',
	'bottlenecks.scaling.scope.added': 'one more layer in each',
	'bottlenecks.scaling.ms': '{model}: ms per step',
	'bottlenecks.scaling.params': '{model}: parameters',
	'bottlenecks.scaling.addedMs': '{model}: ms that one more layer costs',
	'bottlenecks.scaling.addedParams': '{model}: parameters that it adds',
	'bottlenecks.scaling.key':
		'filled bar: measured time, median, with a line over the middle half · grey bar: parameters, counted · times of both networks share one axis, and so do parameters',
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
		'So the time that early layers cost is out of proportion to the parameters that they bring: on this device, too, stages are not worth the same.',
	'bottlenecks.scaling.other':
		'So on this device, at this size, the time that early layers cost is about in proportion to the parameters that they bring: these figures do not show what the paper objects to.',
	'bottlenecks.scaling.check':
		'Check: {model} with one more layer in each stage takes {more} ms more as a whole step; the added blocks alone add up to {sum} ms.',
	'bottlenecks.scaling.layers': 'Layers of each stage, counted from the block tables',
	'bottlenecks.scaling.layersNote':
		'In brackets: relative to the first network of its family in this table. V1 multiplies every stage by the same depth and rounds up; V2-M and L add most to the late stages, and one more stage at the end.',
	'bottlenecks.scaling.paper': 'Table 10: trained the same way, progressively',
	'bottlenecks.scaling.paperColumn': 'network',
	'bottlenecks.scaling.paperHours': 'training, hours',
	'bottlenecks.scaling.paperNote':
		'At almost the same accuracy ({v1} and {v2} %), V2-M has fewer parameters and multiply-adds and trains {times} times as fast. Scaling is one reason among several.',

	'bottlenecks.how': 'How it is measured',
	'bottlenecks.how.steps':
		'Whole training steps with SGD and momentum, at learning rate 0 on one batch of noise: forward, backward, update. What is compared is compiled and warmed up, then takes turns. Shown are medians and middle halves over all timed steps.',
	'bottlenecks.how.memory':
		'How much memory a step takes is known from the engine’s own plans before anything is compiled: weights, gradients, momentum and all that is kept for the backward pass. The slider limits that; it is not the device’s memory.',
	'bottlenecks.how.macs':
		'Nanoseconds per multiply-add: the time of all convolutions of one kind in a stage over their multiply-adds; the backward pass counts double, since it makes one gradient for the input and one for the filter. The dense ones come from a twin of the network with every block fused, at the same sizes.',
	'bottlenecks.how.layer':
		'What one more layer costs: the network is built again with one more block at the end of each stage, and that block’s dispatches are timed, with its share of the update. What a layer does for accuracy is not measured here.',
	'bottlenecks.how.lab': 'The command “lab bottlenecks” of this project measures the same without a page.'
} as const;
