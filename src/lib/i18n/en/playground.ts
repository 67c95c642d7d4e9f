export const playground = {
	'playground.title': 'Playground',
	'playground.description':
		'Train a small EfficientNetV2 in the browser: shape the schedule, and watch loss, accuracy and predictions as it learns.',
	'transport.label': 'Training',
	'transport.train': 'Train',
	'transport.pause': 'Pause',
	'transport.continue': 'Go on',
	'transport.again': 'Train again',
	'transport.step': 'Step',
	'transport.stepHint': 'One training step, then pause',
	'transport.stepWhilePaused': 'Pause first: single steps are for a paused run',
	'transport.epoch': 'Epoch',
	'transport.epochHint': 'Train to the end of the epoch, then pause',
	'transport.reset': 'Reset',
	'transport.resetHint': 'Back to step 0, with the current settings',
	'transport.settings': 'Settings',
	'transport.progress': 'Progress of the run',
	'transport.noDeviceYet': 'Finding out what can train here',
	'transport.fixFields': 'A setting was not accepted: see the marked field',
	'stop.button': 'Stop at',
	'stop.label': 'Stop after',
	'stop.unit': 'Counted in',
	'stop.epochs': 'epochs',
	'stop.steps': 'steps',
	'stop.none': 'Left empty: training goes on to the end.',
	'stop.ahead': 'Training pauses after step {step}.',
	'stop.number': 'Enter a number above 0.',
	'stop.whole': 'Enter a whole number above 0.',
	'stop.behind': 'The run is already at {now}: it can only stop at a later point.',
	'stop.beyond': 'The run ends before that, after {end}.',
	'gentle.label': 'Leave time for the page and the device',
	'gentle.note':
		'After each step, training rests for as long as the step took. It takes about twice as long, and the results are exactly the same.',
	'gentle.short': 'gentle',
	'where.epoch': 'epoch {done} of {total}',
	'where.stage': 'stage {stage} of {count}',
	'where.rate': '{rate} images/s',
	'where.left': '{time} left',
	'where.leftTo': '{time} to step {step}',
	'where.paused': 'paused',
	'where.pausing': 'pausing after this step …',
	'where.finished': 'finished',
	'where.diverged': 'diverged',
	'where.lost': 'device lost',
	'state.starting': 'Looking for the fastest engine …',
	'state.noDevice': 'Nothing found that can train',
	'state.loading': 'Making the images …',
	'state.empty': 'No run yet',
	'state.ready': 'Ready at step 0',
	'state.compiling': 'preparing the network …',
	'announce.tested': '{accuracy} of the test images right',

	'advice.ready':
		'Press Train: {model} learns to tell {classes} classes apart, first from images of {from} px, at the end of {to} px.',
	'advice.readyFixed': 'Press Train: {model} learns to tell {classes} classes apart from images of {to} px.',
	'advice.noGpu':
		'Neither WebGPU nor WebGL is available here, so the processor trains, slowly. Press Train: {model} is the smallest network and still learns, from {from} to {to} px.',
	'advice.compiling': 'The network is being prepared for this image size. The first step takes longest.',
	'advice.running':
		'It is training. A change takes effect when you apply it, or after Reset; point at a curve to read its values.',
	'advice.changedRunning':
		'It is training with the old settings. Yours take effect after Reset, which starts again.',
	'advice.applyRunning':
		'It is training with the old settings. Apply yours from now on, or Reset and start again with them.',
	'advice.paused': 'Paused; nothing is lost. Go on, make single steps, or Reset.',
	'advice.changedPaused':
		'Paused with the old settings. Yours take effect after Reset; going on keeps the old ones.',
	'advice.applyPaused':
		'Paused with the old settings. Apply yours from now on, or Reset and start again with them; going on keeps the old ones.',
	'advice.finished':
		'Finished: {accuracy} of {images} test images right at {size} px, after {time} of training. The curves stay until the next run begins.',
	'advice.finishedUnjudged': 'Finished. The curves stay until the next run begins.',
	'advice.diverged':
		'At step {step} the loss was no longer a number, so training stopped. The curves up to there are kept. Go on with a lower rate; or lower the peak learning rate or lengthen the warm-up, and train again.',
	'advice.lost':
		'The graphics device was lost, as happens after a driver restart or a long sleep. The curves are kept, and so is the last saved state of the run. Reset starts again on a new device.',
	'advice.failed': 'The run has failed. The curves are kept. Reset starts again with the current settings.',
	'advice.detail': 'What the engine said',
	'failure.unavailable':
		'No engine could be started here. The settings are kept. Reload the page, or try a recent Chrome, Edge, Firefox or Safari.',
	'failure.outOfMemory':
		'The device has no memory left for this run. The settings are kept. Choose a smaller batch, smaller images or a smaller network, then Reset.',
	'failure.fits':
		'The device has no memory for this run: at {size} px a batch of {batch} would fit. The settings are kept. Choose a smaller batch, smaller images or a smaller network, then Reset.',
	'failure.badConfig':
		'These settings do not make a run. What trained before is kept. Change them, then Reset.',
	'failure.noData':
		'These settings need images from files, but none that fit are loaded. Choose the files again, or go back to images made here.',
	'failure.crashed':
		'The training worker stopped. The settings are kept, and so is the last saved state of the run. Press Train to start a fresh worker.',
	'failure.badCommand': 'That cannot be done now. Everything is as it was.',
	'failure.runInUse':
		'This run is being trained in another tab. You see its last saved state: go on with it there, compare it, or go on with a copy here.',
	'failure.runMovedOn':
		'Another tab has trained this run further since it was opened here. Nothing is lost: go on from its latest state.',
	'failure.internal': 'Something went wrong in the training worker. The curves are kept. Reset starts again.',

	'field.number': 'Enter a number; the old value stays.',
	'field.whole': 'Enter a whole number; the old value stays.',
	'field.atLeast': 'At least {limit}; the old value stays.',
	'field.atMost': 'At most {limit}; the old value stays.',
	'field.above': 'More than {limit}; the old value stays.',
	'field.unknown': 'This value does not fit; the old one stays.'
} as const;
