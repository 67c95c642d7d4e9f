/** What trains, how fast, and why nothing faster does. */
export const device = {
	'device.looking': 'looking …',
	'device.none': 'no device',
	'device.software': 'software',
	'device.threads': '{threads} threads',
	'device.webgpu': 'This site’s own compiled engine trains through WebGPU on “{adapter}”.',
	'device.wasm': 'This site’s own compiled engine trains on the processor, in WebAssembly ({adapter}).',
	'device.tfjs-webgpu': 'TensorFlow.js trains through WebGPU on “{adapter}”.',
	'device.tfjs-webgl': 'TensorFlow.js trains through WebGL on “{adapter}”.',
	'device.tfjs-cpu': 'TensorFlow.js trains on the processor, in plain JavaScript ({adapter}).',
	'device.softwareWhy':
		'This adapter is a program that imitates a graphics card on the processor, so training is slow. A browser that reaches the real card is many times as fast.',
	'device.processorDefaults':
		'It is slower than a good graphics card; that is why fewer images and smaller sizes are preselected.',
	'device.slowDefaults': 'That is why the smallest network, fewer images and smaller sizes are preselected.',

	'engine.legend': 'Train on',
	'engine.auto': 'Automatic',
	'engine.autoNote': 'The fastest, as measured here.',
	'engine.now': 'trains now',
	'engine.pace': '{rate} images/s',
	'engine.measuredAt': 'Measured here: {model}, {size} px, batch {batch}.',
	'engine.missing': 'This browser does not have it, or has it turned off.',
	'engine.no-adapter': 'The browser has it, but offers no graphics device for it.',
	'engine.failed': 'It was there, but did not start.',
	'engine.software':
		'Not measured: here its graphics device is a program on the processor, slower than computing there directly.',
	'engine.last-resort':
		'Not measured: TensorFlow.js is used only where none of this site’s own engines works.',
	'engine.too-heavy': 'Not measured: a single training step of this network would take too long to try.',
	'engine.stepZero': 'With another engine the run starts again at step 0.',
	'engine.choice': 'Engine',
	'engine.choice.auto': 'the fastest',
	'engine.choice.webgpu': 'WebGPU',
	'engine.choice.wasm': 'WebAssembly',
	'engine.choice.tfjs-webgl': 'TensorFlow.js, WebGL',
	'engine.choice.tfjs-cpu': 'TensorFlow.js, JavaScript',
	'engine.use': 'Use this engine',
	'engine.measureAll': 'Measure the others, too',
	'engine.pauseFirst': 'Pause first: measuring would take time from training.',
	'engine.measuring': 'Starting and measuring …',
	'device.nothingHere': 'There is nothing to measure on here: neither WebGPU nor WebAssembly with SIMD.'
} as const;
