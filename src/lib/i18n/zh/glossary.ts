/** 文章中的术语：名称与含义。 */
export const glossary = {
	'term.top1': 'top-1 准确率',
	'term.top1.meaning':
		'概率最高的类别恰好正确的测试图像所占的比例。ImageNet 以它的 5 万张验证图像为测试图像。',
	'term.parameters': '参数（parameters）',
	'term.parameters.meaning':
		'训练所调整的数：卷积的权重、批归一化的缩放与偏移、分类层。批归一化的滑动统计量在这里不算参数。',
	'term.macs': '乘加（multiply-add，MAC）',
	'term.macs.meaning': '一次乘法加一次加法，是卷积计算量的单位。论文所说的 FLOPs 就是乘加次数。1 G 即十亿。',
	'term.throughput': '吞吐量（throughput）',
	'term.throughput.meaning': '设备每秒训练或分类的图像数。',
	'term.imagenet': 'ImageNet 数据集',
	'term.imagenet.meaning':
		'这里指 1,000 类、约 128 万张训练图像的那一套。ImageNet21k 约有 1300 万张图像、21,841 类。',
	'term.conv': '卷积（convolution）',
	'term.conv.meaning': '小窗口在图像上滑动；在每个位置，对窗口内的所有通道加权求和，每个输出通道各算一次。',
	'term.depthwise': '逐通道卷积（depthwise convolution，又称深度卷积）',
	'term.depthwise.meaning':
		'每个通道只用自己的卷积核，各算各的。有多少个通道，乘法次数就降到普通卷积的多少分之一；不过每取来一个数，能做的运算也少。',
	'term.pointwise': '1×1 卷积，又称逐点卷积（pointwise convolution）',
	'term.pointwise.meaning': '不看邻居的卷积：在每个像素上混合各通道，相当于一次矩阵乘法。',
	'term.mbconv': 'MBConv（移动倒残差模块）',
	'term.mbconv.meaning':
		'MobileNetV2 与 EfficientNet 的倒残差模块：1×1 扩展、逐通道卷积、压缩与激励、1×1 投影。',
	'term.fused': 'Fused-MBConv（融合 MBConv）',
	'term.fused.meaning': '用一个普通的 3×3 卷积代替 MBConv 的扩展与逐通道卷积。',
	'term.se': '压缩与激励（squeeze-and-excitation，SE）',
	'term.se.meaning': '对每个通道求全图平均，再由这些平均值给每个通道算出一个 0 到 1 之间的系数。',
	'term.expansion': '扩展比（expansion ratio）',
	'term.expansion.meaning': '模块内部通道数放大的倍数，写在模块名里，如 MBConv6。',
	'term.stage': '阶段、段（stage）',
	'term.stage.meaning':
		'对网络来说，“阶段”是通道数与边长相同的一串模块；对训练来说，“段”是图像边长与正则化强度不变的一段时间。',
	'term.residual': '残差连接（residual connection）',
	'term.residual.meaning': '把模块的输入加到输出上，模块只需学习两者之差。',
	'term.compound': '复合缩放（compound scaling）',
	'term.compound.meaning': '深度、宽度与图像边长按三个固定倍数的幂一同增长。',
	'term.nas': '架构搜索（architecture search）',
	'term.nas.meaning': '由程序提出网络，每个只训练一小段时间，留下奖励最高的。',
	'term.regularisation': '正则化（regularization）',
	'term.regularisation.meaning':
		'一切让网络难以死记训练图像的手段：图像变形、图像混合、丢弃输入、跳过模块、权重衰减。',
	'term.dropout': '丢弃法（dropout）',
	'term.dropout.meaning': '每一步都按给定的比率，随机让末层的一部分输入不起作用。',
	'term.randaugment': 'RandAugment（随机增强）',
	'term.randaugment.meaning':
		'从一份清单（旋转、错切、变色、挖块等）中抽几种操作，施加到每张图像上，强度统一。',
	'term.mixup': 'mixup（混合增强）',
	'term.mixup.meaning': '把两张图像按比例叠在一起，标签也按同样比例混合。α 决定混合比例通常有多均匀。',
	'term.cutmix': 'CutMix（剪贴混合）',
	'term.cutmix.meaning': '用另一张图像的一个方块替换图像的一部分，标签按面积混合。',
	'term.droppath': '随机深度（stochastic depth，又称 drop path）',
	'term.droppath.meaning': '训练时随机跳过整个模块，由残差连接把信号送过去。',
	'term.progressive': '渐进式学习（progressive learning）',
	'term.progressive.meaning': '先用小图像和弱正则化训练，再让两者一同增长。',
	'term.epoch': '轮（epoch）',
	'term.epoch.meaning': '把全部训练图像过一遍。',
	'term.intensity': '运算强度（arithmetic intensity）',
	'term.intensity.meaning': '与内存之间每搬运一个字节所做的运算次数。',
	'term.tpu': 'TPU（张量处理器）',
	'term.tpu.meaning': '谷歌（Google）的矩阵乘法处理器。论文用第三代的 32 个核心训练。'
} as const;
