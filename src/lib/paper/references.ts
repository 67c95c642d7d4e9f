/** What the article cites. Only what is certain: a field that is not is left out. */

export interface Reference {
	/** First names where they are known, then the family name. */
	readonly authors: readonly string[];
	readonly title: string;
	readonly venue: string;
	/** Absent where it is not one year's, as of software. */
	readonly year?: number;
	readonly arxiv?: string;
	readonly url?: string;
}

function reference(
	authors: string,
	title: string,
	venue: string,
	year: number | null,
	where: Pick<Reference, 'arxiv' | 'url'> = {}
): Reference {
	return { authors: authors.split(', '), title, venue, ...(year === null ? {} : { year }), ...where };
}

/** By the name that the text cites them by. */
export const references = {
	tan2021: reference(
		'Mingxing Tan, Quoc V. Le',
		'EfficientNetV2: Smaller Models and Faster Training',
		'ICML',
		2021,
		{ arxiv: '2104.00298' }
	),
	tan2019: reference(
		'Mingxing Tan, Quoc V. Le',
		'EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks',
		'ICML',
		2019,
		{ arxiv: '1905.11946' }
	),
	mnasnet: reference(
		'Mingxing Tan, Bo Chen, Ruoming Pang, Vijay Vasudevan, Mark Sandler, Andrew Howard, Quoc V. Le',
		'MnasNet: Platform-Aware Neural Architecture Search for Mobile',
		'CVPR',
		2019,
		{ arxiv: '1807.11626' }
	),
	sandler2018: reference(
		'Mark Sandler, Andrew Howard, Menglong Zhu, Andrey Zhmoginov, Liang-Chieh Chen',
		'MobileNetV2: Inverted Residuals and Linear Bottlenecks',
		'CVPR',
		2018,
		{ arxiv: '1801.04381' }
	),
	hu2018: reference('Jie Hu, Li Shen, Gang Sun', 'Squeeze-and-Excitation Networks', 'CVPR', 2018, {
		arxiv: '1709.01507'
	}),
	he2016: reference(
		'Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun',
		'Deep Residual Learning for Image Recognition',
		'CVPR',
		2016,
		{ arxiv: '1512.03385' }
	),
	huang2016: reference(
		'Gao Huang, Yu Sun, Zhuang Liu, Daniel Sedra, Kilian Q. Weinberger',
		'Deep Networks with Stochastic Depth',
		'ECCV',
		2016,
		{ arxiv: '1603.09382' }
	),
	gupta2019: reference(
		'Suyog Gupta, Mingxing Tan',
		'EfficientNet-EdgeTPU: Creating Accelerator-Optimized Neural Networks with AutoML',
		'Google AI Blog',
		2019
	),
	williams2009: reference(
		'Samuel Williams, Andrew Waterman, David Patterson',
		'Roofline: An Insightful Visual Performance Model for Multicore Architectures',
		'Communications of the ACM',
		2009
	),
	howard2018: reference('Jeremy Howard', 'Training Imagenet in 3 hours for 25 minutes', 'fast.ai', 2018),
	hoffer2019: reference(
		'Elad Hoffer, Berry Weinstein, Itay Hubara, Tal Ben-Nun, Torsten Hoefler, Daniel Soudry',
		'Mix & Match: training convnets with mixed image sizes for improved accuracy, speed and scale resiliency',
		'arXiv',
		2019,
		{ arxiv: '1908.08986' }
	),
	touvron2019: reference(
		'Hugo Touvron, Andrea Vedaldi, Matthijs Douze, Hervé Jégou',
		'Fixing the train-test resolution discrepancy',
		'NeurIPS',
		2019,
		{ arxiv: '1906.06423' }
	),
	srivastava2014: reference(
		'Nitish Srivastava, Geoffrey Hinton, Alex Krizhevsky, Ilya Sutskever, Ruslan Salakhutdinov',
		'Dropout: A Simple Way to Prevent Neural Networks from Overfitting',
		'Journal of Machine Learning Research',
		2014
	),
	cubuk2020: reference(
		'Ekin D. Cubuk, Barret Zoph, Jonathon Shlens, Quoc V. Le',
		'RandAugment: Practical automated data augmentation with a reduced search space',
		'NeurIPS',
		2020,
		{ arxiv: '1909.13719' }
	),
	zhang2018: reference(
		'Hongyi Zhang, Moustapha Cisse, Yann N. Dauphin, David Lopez-Paz',
		'mixup: Beyond Empirical Risk Minimization',
		'ICLR',
		2018,
		{ arxiv: '1710.09412' }
	),
	yun2019: reference(
		'Sangdoo Yun, Dongyoon Han, Seong Joon Oh, Sanghyuk Chun, Junsuk Choe, Youngjoon Yoo',
		'CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features',
		'ICCV',
		2019,
		{ arxiv: '1905.04899' }
	),
	brock2021: reference(
		'Andrew Brock, Soham De, Samuel L. Smith, Karen Simonyan',
		'High-Performance Large-Scale Image Recognition Without Normalization',
		'ICML',
		2021,
		{ arxiv: '2102.06171' }
	),
	dosovitskiy2021: reference(
		'Alexey Dosovitskiy, Lucas Beyer, Alexander Kolesnikov, Dirk Weissenborn, Xiaohua Zhai, Thomas Unterthiner, Mostafa Dehghani, Matthias Minderer, Georg Heigold, Sylvain Gelly, Jakob Uszkoreit, Neil Houlsby',
		'An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale',
		'ICLR',
		2021,
		{ arxiv: '2010.11929' }
	),
	liu2022: reference(
		'Zhuang Liu, Hanzi Mao, Chao-Yuan Wu, Christoph Feichtenhofer, Trevor Darrell, Saining Xie',
		'A ConvNet for the 2020s',
		'CVPR',
		2022,
		{ arxiv: '2201.03545' }
	),
	automl: reference('google/automl', 'Folder efficientnetv2 at commit 6a54c8741e7c', 'GitHub', null, {
		url: 'https://github.com/google/automl/tree/master/efficientnetv2'
	}),
	issue1175: reference(
		'google/automl issue 1175',
		'A reader’s report that paper and code differ in progressive learning',
		'GitHub',
		null,
		{ url: 'https://github.com/google/automl/issues/1175' }
	),
	timm: reference('timm', 'PyTorch Image Models, result tables at commit aa4b5850c154', 'GitHub', null, {
		url: 'https://github.com/huggingface/pytorch-image-models'
	})
} as const satisfies Record<string, Reference>;

/** How the text calls a reference: `Tan & Le 2021`, `Sandler et al. 2018`, `timm`. */
export function citationOf({ authors, year }: Reference): string {
	const [first = '', second] = authors.map((author) => author.split(' ').at(-1) ?? author);
	if (year === undefined) return authors.join(', ');
	if (second === undefined) return `${first} ${year}`;
	return authors.length === 2 ? `${first} & ${second} ${year}` : `${first} et al. ${year}`;
}

/** The same by name, for the compiler of the article. */
export const citations: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(references).map(([id, reference]) => [id, citationOf(reference)])
);
