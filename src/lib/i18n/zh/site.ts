export const site = {
	'site.title': 'EfficientNetV2 图解',
	'site.short': 'EfficientNetV2',
	skip: '跳到正文',
	'nav.label': '页面',
	'menu.open': '页面：{page}',
	'nav.start': '首页',
	'nav.playground': '实验台',
	'nav.blocks': '模块对比',
	'nav.bottlenecks': '瓶颈',
	'nav.schedules': '日程',
	'nav.scaling': '缩放',
	'nav.search': '搜索',
	'nav.bench': '测速',
	'theme.label': '主题：{theme}。点击切换',
	'theme.system': '跟随系统',
	'theme.light': '浅色',
	'theme.dark': '深色',
	'footer.paper': '论文：',
	'footer.privacy': '一切都在本机运行：图像、网络和结果不会离开这台电脑，本站也不向其他网站请求任何内容。',
	'figure.title': '图 {number}　{title}',
	'unit.px': '{value} px',
	'unit.epochs': '{value} 轮',
	'unit.steps': '{value} 步',

	'start.title': '更小的网络，更快的训练：亲手训练一个',
	'start.description':
		'EfficientNetV2（Tan 与 Le，2021）讲了什么，以及一个实验台：让一个小型 EfficientNetV2 在你自己的电脑上，从小图到大图一步步学起来。',
	'start.lead':
		'EfficientNetV2 是 Mingxing Tan 与 Quoc V. Le 在 2021 年发表的一族图像分类网络。他们关心的不只是网络能有多准，还有训练要花多久。起决定作用的是两个想法。你可以在这里读懂它们，再亲自动手验证：就在这个网页里，一个小型 EfficientNetV2 会在你自己的电脑上学习。',
	'start.open': '打开实验台',
	'start.openHint': '不用安装，不用下载，按下“训练”即可。',
	'start.blocks.title': '想法一：图像还大的时候，用普通卷积',
	'start.blocks.text':
		'上一代 EfficientNet 由 <mbconv>MBConv</mbconv>（移动倒残差模块）堆成。其中的深度卷积（depthwise convolution）乘加次数很少，可是在网络前段，特征图大、通道少，它反而让现代加速器闲着等待（论文第 3.2 节）。<fused>Fused-MBConv</fused>（融合 MBConv）用一个普通的 3×3 卷积代替 1×1 升维卷积和深度卷积：计算量更大，用时却往往更短。两种模块各有胜场，于是作者让架构搜索来挑选；搜索的结果是前段用融合模块，后段用带<se>压缩—激励</se>（squeeze-and-excitation）的 MBConv。',
	'start.blocks.figure': '网络由什么组成',
	'start.blocks.use': '每个矩形是一个模块：高度对应输出特征图的边长，宽度对应通道数。请选择一个网络。',
	'start.blocks.source':
		'由训练所用的同一份模块表在本页算出；S、M、L 与作者发布的一致（S 见论文表 4），v2-nano 是本项目为 32 px 图像设计的小网络。',
	'start.schedule.title': '想法二：从小图像开始',
	'start.schedule.text':
		'小图像的计算量只是大图像的零头，所以训练从小图开始，逐段放大。但只这样做会损失准确率。论文的办法叫<em>渐进式学习</em>（progressive learning）：让正则化（regularisation）的强度随图像一同增长，图小时弱，图大时强。',
	'start.schedule.figure': 'EfficientNetV2-S 的训练日程',
	'start.schedule.use': '条形的宽度是它占训练的份额，高度是图像边长；下方是丢弃率（dropout）。',
	'start.schedule.source': '引用：首末两段的数值出自论文表 6，中间各段按论文算法 1 插值，边长取整。',
	'start.results.title': '效果如何',
	'start.results.text':
		'按论文自己的数字，EfficientNetV2-M 比 EfficientNet-B7 略准一些，训练时间却只有它的大约十分之一。',
	'results.caption':
		'引自论文表 7：只用 ImageNet 训练的网络。训练时间出自论文第一版，V2 各网络的参数量出自最终版。',
	'results.model': '网络',
	'results.top1': 'top-1 准确率，%',
	'results.parameters': '参数量，百万',
	'results.hours': '32 个 TPU 核心上的小时数',
	'start.try.title': '动手试试',
	'start.try.text':
		'实验台训练 v2-nano 或它的同族网络，图像由浏览器根据种子画出，也可以用你自己的 CIFAR-10 文件。看图像边长逐段增大，在相同计算量下比较渐进与固定两种日程，换一种模块再来一遍。曲线都是你的电脑测出来的，不是录像。',

	'block.mbconv': 'MBConv',
	'block.fused': 'Fused-MBConv',
	'block.squeeze': '带压缩—激励（SE）'
} as const;
