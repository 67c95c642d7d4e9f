/** Notes of the cited tables in English: long, and of one page alone, hence apart from the messages that every page loads. */
export const tableNotes = {
	table1:
		'As in the first version; the last one has the same caption. The CoAtNet paper quotes NFNet-F1 at 35.5 G multiply-adds.',
	table2:
		'Images per second on a TPUv3 core and on a V100; OOM: out of memory. The text of both versions claims up to 2.2 times, which is 93/42.',
	table3:
		'Images per second on a TPU core and on a V100. By this project’s own count the parameters of the first two rows come out if the fused kernels are 3×3 (19.3 M and 20.0 M); those of the last two come close only if the stages after the third keep B4’s own kernels, two of them 5×5 (42.5 M and 131.1 M), which the paper does not say.',
	table4:
		'The last version, the released code and the ports agree. The first version (April 2021) printed 272 and 1792 channels in the last two stages; all else is equal.',
	table5: 'Means and standard deviations of three runs.',
	table6: 'The released code has other values: see the table “progressive settings of the released code”.',
	table7:
		'Latency: a batch of 16 on a V100 in float16. Training: hours on 32 TPU cores. FLOPs are multiply-adds. (21k): pretrained on ImageNet21k. The last version of the paper lowered the parameters of S, M and L, changed the 21k accuracies of S and M and added XL; its latencies and its training times of S, M and L could not be read. The released README gives M 85.2, L (21k) 86.9 and XL (21k) 87.2 instead of 85.1, 86.8 and 87.3. Other papers quote some rivals differently: CoAtNet has T2T-ViT-19 at 82.2 (39.2 M, 9.8 G), T2T-ViT-24 at 82.6 (64.1 M, 15.0 G) and LambdaResNet-420 at 84.8, ConvNeXt has EfficientNet-B7 at 84.3 with 37 G.',
	table8:
		'After pretraining on ImageNet1k; means and standard deviations of five runs where printed. The parameters are those of the first version; its 83.2 for V2-S disagrees with the 83.9 of Table 7.',
	table9:
		'The released code counts 1,020 training images for Flowers although it loads both of its training splits.',
	table10:
		'The paper’s row of changes: parameters −17 %, FLOPs −37 %, training −76 %, latency −66 %. The parameters of V2-M are the first version’s. The text speaks of 3.1 times in inference; 170/57 is 2.98.',
	table11:
		'Images per second on a V100 in float16, batch 128. Which released network a row stands for is inferred from size and accuracy; the paper does not name them. The released B0 has 7.14 M parameters, not 7.4 M.',
	table12:
		'In brackets, the size of the test images. The text of the last version repeats speedups of 1.4, 2.1 and 2.2 times, which fit these hours.',
	table13:
		'Means and standard deviations of three runs. The text of both versions says 0.7. Random resize changes the size every eight epochs.',
	checkpoints: 'As the official README states them. XL was released only after ImageNet21k.',
	releasedProgressive:
		'In the code the first stage trains above 128 px (S at 171 px), and dropout is the same in all stages; in the paper it grows from 0.1. CutMix is not in the paper.',
	retests: 'Top-1 on ImageNet’s validation images. The ports resize and crop differently.',
	keras: 'These parameters include the running statistics of batch norm.',
	tensorrt:
		'From NVIDIA’s sheets in the official repository, TensorRT 8.0 and TensorFlow; read from images. INT8 costs V2-S 1.4, V2-M 1.6 and V2-L 0.8 points of top-1.',
	rtx3090:
		'Images per second with automatic mixed precision: inference with PyTorch 1.13, training with 1.12. Batch sizes differ by model.'
} as const;
