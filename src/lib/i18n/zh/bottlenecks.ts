/** 瓶颈页的中文文案。 */
export const bottlenecks = {
	'bottlenecks.title': 'EfficientNet 为什么训练得慢？',
	'bottlenecks.description':
		'第一代 EfficientNet 训练慢的三个原因，在你自己的设备上实测：图像大，批量就放不大；逐通道卷积在网络前段很慢；各阶段一律加深，时间花在了收效不大的地方。论文的数字列在旁边。',
	'bottlenecks.lead':
		'V2 的作者在改动 EfficientNet 之前，先找出了拖慢训练的三个原因（论文第 3.2 节）。他们用的是 TPU 和 V100。在这里，可以在你面前的设备上把这三项都测一遍，结果可能与论文一致，也可能不一致。',
	'bottlenecks.noscript': '测量需要 JavaScript。',

	'bottlenecks.setup': '用什么测量',
	'bottlenecks.device': '设备',
	'bottlenecks.network': '网络',
	'bottlenecks.group.v1': 'EfficientNet（V1）',
	'bottlenecks.turns': '每种的轮数',
	'bottlenecks.batch': '批量',
	'bottlenecks.setupNote':
		'以下三项测量都按这里的设置。默认设置在处理器上只需几秒；网络或图像更大时更久。已开始的一步无法中断，但按“停止”会立即结束整个工作线程。',

	'bottlenecks.measure': '开始测量',
	'bottlenecks.again': '重新测量',
	'bottlenecks.stop': '停止',
	'bottlenecks.stopHint': '立即结束，已测得的结果保留',
	'bottlenecks.waits': '正在测量另一项。',
	'bottlenecks.progress': '进度：{part}',
	'bottlenecks.now.opening': '正在启动设备……',
	'bottlenecks.now.preparing': '正在搭建、编译并预热：{name}……',
	'bottlenecks.now.turn': '第 {turn} 轮，共 {count} 轮……',
	'bottlenecks.finished': '测量结束。',
	'bottlenecks.stopped': '已停止，测得的结果保留。',
	'bottlenecks.failed': '测量提前结束，测得的结果保留。',
	'bottlenecks.failure.unavailable': '有一部分工作被设备拒绝。请减小网络、边长或批量。',
	'bottlenecks.failure.device-lost': '设备已不可用。重新测量会启用新的设备。',
	'bottlenecks.failure.out-of-memory': '放不下。详情中写明了放得下的大小。',
	'bottlenecks.failure.crashed': '测量所在的线程意外停止。重新测量会启用新的线程。',
	'bottlenecks.failure.internal': '出了问题，请重新测量。',
	'bottlenecks.empty': '还没有测量：请按“开始测量”。',
	'bottlenecks.measuredOn': '在本机上测得（{device}）：{what}，{date}',
	'bottlenecks.interrupted': '其间标签页曾不可见；受影响的轮次都已重做。',
	'bottlenecks.software': '标为“软件模拟”的显卡是在处理器上运行的程序，不能代表真正的显卡。',
	'bottlenecks.wide':
		'用时波动较大：有一项的中间一半宽达中位数的 {share}。这多半是电脑上的其他工作造成的；请增加轮数或批量后重新测量。',
	'bottlenecks.csv': 'CSV：{name}',
	'bottlenecks.json': '本项 JSON',
	'bottlenecks.jsonAll': '全部存为 JSON',
	'bottlenecks.and': '、',
	'bottlenecks.ofMiddle': '{name}，中间一半',
	'bottlenecks.behind': '图中的数据',

	'bottlenecks.size.title': '1 · 大图像会拖慢训练吗？',
	'bottlenecks.size.claim':
		'论文：内存总量是固定的，大图像占得多，批量只好取小，训练因此大大变慢。图像小一些，不仅运算量少，还腾得出空间放更大的批量；两者合起来，训练速度最多提高到 2.2 倍。',
	'bottlenecks.size.sizes': '图像边长，px',
	'bottlenecks.size.memory': '一步可用的内存',
	'bottlenecks.size.what': '{model}，每步 {memory} MiB，轮数 {turns}',
	'bottlenecks.size.chart': '不同边长下每秒训练的图像数',
	'bottlenecks.size.axisX': '图像边长，px',
	'bottlenecks.size.largest': '放得下的最大批量',
	'bottlenecks.size.fixed': '各边长的批量都是 {batch}',
	'bottlenecks.size.key': '标记：中位数 · 竖线：中间一半 · 两轴均为对数',
	'bottlenecks.size.reading': '{size} px：批量 {largest} 每秒 {fast} 张，批量 {fixed} 每秒 {slow} 张',
	'bottlenecks.size.unread': '指向某个边长，或使用方向键。',
	'bottlenecks.size.noFit': '放不下',
	'bottlenecks.size.column.size': '边长，px',
	'bottlenecks.size.column.imageBytes': '每张 MiB',
	'bottlenecks.size.column.batch': '最大批量',
	'bottlenecks.size.column.limit': '受限于',
	'bottlenecks.size.column.bytes': '该步 MiB',
	'bottlenecks.size.column.fast': '最大批量，张/秒',
	'bottlenecks.size.column.slow': '批量 {batch}，张/秒',
	'bottlenecks.size.column.gain': '最大与固定之比',
	'bottlenecks.size.limit.memory': '内存',
	'bottlenecks.size.limit.time': '单步用时',
	'bottlenecks.size.limit.count': '上限',
	'bottlenecks.size.timeNote': '预计超过一秒的步不会去试：标有“单步用时”的地方，内存其实还放得下更大的批量。',
	'bottlenecks.size.verdict':
		'从 {large} px 到 {small} px，每张图像的像素少到 1/{pixels}。在本机上测得（<strong>{device}</strong>）：批量同为 {batch} 时，每秒训练的图像数是原来的 {same} 倍；两种边长都用放得下的最大批量时，是 {all} 倍。',
	'bottlenecks.size.verdictNoFixed':
		'从 {large} px 到 {small} px，每张图像的像素少到 1/{pixels}。在本机上测得（<strong>{device}</strong>）：两种边长都用放得下的最大批量时，每秒训练的图像数是原来的 {all} 倍。批量 {batch} 并非两种边长都放得下。',
	'bottlenecks.size.batchHelps':
		'可见在这里，除了图像变小本身的好处，更大的批量又带来 {factor} 倍：这正是论文所说的效应。一步里与批量无关的工作，例如更新全部权重，由更多图像分摊了。',
	'bottlenecks.size.batchDoesNot':
		'可见在这里，更大的批量几乎不起作用（{factor} 倍）：这台设备用小批量就已经满负荷，论文中批量的效应没有显现。',
	'bottlenecks.size.batchUnclear': '更大的批量是否又有好处，从这些用时看不出来：波动太大。',
	'bottlenecks.size.paper': '表 2：EfficientNet-B6，单核或单卡每秒训练的图像数',
	'bottlenecks.size.paperColumn': '边长与批量',
	'bottlenecks.size.paperTpu': 'TPUv3 单核',
	'bottlenecks.size.paperV100': 'V100',
	'bottlenecks.size.paperRow': '{size} px，批量 {tpu} · {v100}',
	'bottlenecks.size.oom': '内存不足',
	'bottlenecks.size.paperNote':
		'从 512 px 到 380 px，像素少到 1/1.8。批量不变时，每秒训练的图像数是原来的 {tpuSame} 倍（TPU）和 {v100Same} 倍（V100）；再换成这时放得下的更大批量，则是 {tpuAll} 倍和 {v100All} 倍。380 px 的准确率甚至略高：{small}% 对 {large}%。',
	'bottlenecks.cited': '引自论文，并非在此测得：{source}。比值由其中的数字算出。',

	'bottlenecks.depthwise.title': '2 · 逐通道卷积在网络前段慢吗？',
	'bottlenecks.depthwise.claim':
		'论文：逐通道卷积（depthwise convolution）的参数和乘加次数都比普通卷积少，却往往不能充分利用现代加速器。把前几个阶段换成 Fused-MBConv，训练变快而代价很小；全部换掉，训练反而又变慢，网络也大了好几倍。',
	'bottlenecks.imageSize': '图像边长',
	'bottlenecks.what': '{model}，{size} px，批量 {batch}，轮数 {turns}',
	'bottlenecks.depthwise.chart': '各阶段每次乘加的纳秒数，{pass}',
	'bottlenecks.depthwise.axisX': '阶段',
	'bottlenecks.depthwise.pass': '网络中的方向',
	'bottlenecks.pass.forward': '前向',
	'bottlenecks.pass.backward': '反向',
	'bottlenecks.part.depthwise': '逐通道卷积',
	'bottlenecks.part.pointwise': '1×1 卷积',
	'bottlenecks.part.dense': '普通 k×k 卷积（融合版）',
	'bottlenecks.depthwise.key':
		'标记：中位数 · 竖线：中间一半 · 对数轴 · 每个阶段的全部卷积合计，不含批归一化',
	'bottlenecks.depthwise.reading': '第 {stage} 阶段：{values}',
	'bottlenecks.depthwise.unread': '指向某个阶段，或使用方向键。',
	'bottlenecks.depthwise.column.side': '边长，px',
	'bottlenecks.depthwise.column.depthwise': '逐通道卷积，纳秒',
	'bottlenecks.depthwise.column.pointwise': '1×1，纳秒',
	'bottlenecks.depthwise.column.dense': '普通卷积，纳秒',
	'bottlenecks.depthwise.column.over': '逐通道与普通之比',
	'bottlenecks.depthwise.column.share': '逐通道卷积占该阶段',
	'bottlenecks.depthwise.column.mbconv': '该阶段用 MBConv，毫秒',
	'bottlenecks.depthwise.column.fused': '用 Fused-MBConv，毫秒',
	'bottlenecks.depthwise.column.ratio': '比值',
	'bottlenecks.depthwise.verdict':
		'在本机上测得（<strong>{device}</strong>，{pass}）：逐通道卷积一次乘加的用时，在第 {firstStage} 阶段是普通卷积的 {first} 倍，在第 {lastStage} 阶段是 {last} 倍。',
	'bottlenecks.depthwise.agrees':
		'把模块的其余部分都算上，换成 Fused-MBConv 在{fused}更快，在{mbconv}更慢：前段有利、后段不利，与论文一致。',
	'bottlenecks.depthwise.never':
		'把模块的其余部分都算上，换成 Fused-MBConv 在这里没有一个阶段更快：在这个边长下，这台设备没有显现论文中融合前段的好处。',
	'bottlenecks.depthwise.always':
		'把模块的其余部分都算上，换成 Fused-MBConv 在{fused}更快，没有一个阶段更慢：在这个边长下，这台设备没有显现论文中后段的损失。',
	'bottlenecks.depthwise.other':
		'把模块的其余部分都算上，换成 Fused-MBConv 在{fused}更快，在{mbconv}更慢：先后次序与论文不同。',
	'bottlenecks.depthwise.unclear': '没有哪个阶段能分出快慢：两者的中间一半都有重叠。',
	'bottlenecks.stages': '第 {stages} 阶段',
	'bottlenecks.oneStage': '第 {stages} 阶段',

	'bottlenecks.depthwise.lateNote':
		'边长 {size} px 时，最后一个阶段只看到 {side}×{side} 个像素：普通卷积的每个权重只用于很少的像素，小批量也弥补不了。论文的边长下，后段的特征图更大。',
	'bottlenecks.depthwise.paper': '表 3：EfficientNet-B4，融合的阶段越来越多，每秒图像数与完全不融合时之比',

	'bottlenecks.scaling.title': '3 · 各阶段一律加深，对吗？',
	'bottlenecks.scaling.claim':
		'论文：EfficientNet 的复合缩放（compound scaling）让每个阶段按同一倍数加深，可是各阶段对训练速度和参数效率的贡献并不相同。V2 逐步把新增的层放到靠后的阶段，并把最大图像边长限制在 {cap} px。',
	'bottlenecks.scaling.against': '对照网络',
	'bottlenecks.scaling.what': '{model} 与 {against}，{size} px，批量 {batch}，轮数 {turns}',
	'bottlenecks.scaling.scope': '显示内容',
	'bottlenecks.scaling.scope.stage': '整个阶段',
	'bottlenecks.scaling.scope.added': '每个阶段多加一层',
	'bottlenecks.scaling.ms': '{model}：每步毫秒数',
	'bottlenecks.scaling.params': '{model}：参数量',
	'bottlenecks.scaling.addedMs': '{model}：多加一层的毫秒数',
	'bottlenecks.scaling.addedParams': '{model}：多出的参数量',
	'bottlenecks.scaling.key':
		'实心条：实测用时的中位数，竖线为中间一半 · 灰条：统计的参数量 · 两个网络的用时共用一轴，参数量也是',
	'bottlenecks.scaling.reading': '第 {stage} 阶段：{value}',
	'bottlenecks.scaling.column.layers': '层数',
	'bottlenecks.scaling.column.ms': '每步，毫秒',
	'bottlenecks.scaling.column.params': '参数',
	'bottlenecks.scaling.column.addedMs': '多加一层，毫秒',
	'bottlenecks.scaling.column.addedParams': '多出的参数',
	'bottlenecks.scaling.column.addedMacs': '多出的每批乘加',
	'bottlenecks.scaling.column.block': '模块',
	'bottlenecks.scaling.verdict':
		'<strong>{model}</strong> 每个阶段多加一层，一步多用 {ms} 毫秒，多出 {params} 个参数。其中第 1 至 {early} 阶段占这些时间的 {time}，占这些参数的 {share}。',
	'bottlenecks.scaling.agrees':
		'可见前段的一层所费的时间，与它带来的参数不成比例：在这台设备上，各阶段加深的代价同样并不相当。',
	'bottlenecks.scaling.other':
		'可见在这台设备上、这个边长下，前段的层所费的时间与带来的参数大致相当：从这些数字看不出论文所说的问题。',
	'bottlenecks.scaling.check':
		'核对：{model} 每个阶段多加一层后，整步多用 {more} 毫秒；只看新增的模块，合计 {sum} 毫秒。',
	'bottlenecks.scaling.layers': '各阶段的层数，由模块表统计',
	'bottlenecks.scaling.layersNote':
		'括号内：与表中同系列第一个网络相比的倍数。V1 对每个阶段乘以同一深度系数再向上取整；V2-M 与 L 主要加深靠后的阶段，并在末尾多出一个阶段。',
	'bottlenecks.scaling.paper': '表 10：以同样的渐进方式训练',
	'bottlenecks.scaling.paperColumn': '网络',
	'bottlenecks.scaling.paperHours': '训练，小时',
	'bottlenecks.scaling.paperNote':
		'准确率几乎相同（{v1}% 与 {v2}%），V2-M 的参数和乘加次数更少，训练速度是 {times} 倍。缩放方式只是其中一个原因。',

	'bottlenecks.how': '怎样测量',
	'bottlenecks.how.steps':
		'测的是完整的训练步：带动量的 SGD，学习率为 0，同一批噪声，前向、反向、更新都在内。相比较的各项先编译、预热，再轮流测量；给出的是所有计时步的中位数和中间一半。',
	'bottlenecks.how.memory':
		'一步要占多少内存，在编译之前就由引擎自己的计划得出：权重、梯度、动量，以及为反向保留的一切。滑块限制的就是它，而不是设备的内存容量。',
	'bottlenecks.how.macs':
		'每次乘加的纳秒数：一个阶段里同一种卷积的总用时除以乘加次数；反向要分别求输入和卷积核的梯度，次数按两倍计。普通卷积取自同一网络的融合版，即全部模块换成 Fused-MBConv、尺寸不变。',
	'bottlenecks.how.layer':
		'多加一层的代价：把网络重新搭建一遍，每个阶段末尾多一个模块，给这个模块的内核计时，再加上它应分摊的更新。多一层对准确率有多大作用，这里没有测。',
	'bottlenecks.how.lab': '本项目的命令“lab bottlenecks”不用网页也能做同样的测量。'
};
