/** 用什么训练、有多快，以及为什么没有用更快的。 */
export const device = {
	'device.looking': '寻找中……',
	'device.none': '没有设备',
	'device.software': '软件模拟',
	'device.threads': '{threads} 个线程',
	'device.webgpu': '本站自己的编译引擎通过 WebGPU 在“{adapter}”上训练。',
	'device.wasm': '本站自己的编译引擎通过 WebAssembly 在处理器上训练（{adapter}）。',
	'device.tfjs-webgpu': 'TensorFlow.js 通过 WebGPU 在“{adapter}”上训练。',
	'device.tfjs-webgl': 'TensorFlow.js 通过 WebGL 在“{adapter}”上训练。',
	'device.tfjs-cpu': 'TensorFlow.js 用纯 JavaScript 在处理器上训练（{adapter}）。',
	'device.softwareWhy':
		'这个适配器其实是一段在处理器上模拟显卡的程序，所以训练很慢。能用上真实显卡的浏览器会快许多倍。',
	'device.processorDefaults': '处理器比好的显卡慢，因此预先选好了较少的图像和较小的边长。',
	'device.slowDefaults': '因此预先选好了最小的网络、较少的图像和较小的边长。',

	'engine.legend': '用什么训练',
	'engine.auto': '自动',
	'engine.autoNote': '在本机实测，选用最快的。',
	'engine.now': '正在使用',
	'engine.pace': '每秒 {rate} 张',
	'engine.measuredAt': '本机实测：{model}，{size} px，批量 {batch}。',
	'engine.missing': '这个浏览器没有它，或者把它关掉了。',
	'engine.no-adapter': '浏览器支持，但没有可用的图形设备。',
	'engine.failed': '有，但没能启动。',
	'engine.software': '未测速：这里的图形设备只是处理器上的一段程序，比直接在处理器上计算更慢。',
	'engine.last-resort': '未测速：这是 TensorFlow.js，只在本站自己的引擎都不能用时才选用。',
	'engine.too-heavy': '未测速：这个网络训练一步就要太久，不适合试跑。',
	'engine.stepZero': '换引擎后，训练从第 0 步重新开始。',
	'engine.use': '使用这个引擎',
	'engine.measureAll': '把其余的也测一下',
	'engine.pauseFirst': '请先暂停：测速会占用训练的时间。',
	'engine.measuring': '正在启动引擎并测速……'
} as const;
