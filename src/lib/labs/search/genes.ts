/** How a candidate is written down: what the search chooses for each stage, as objects and as a short text. */
import * as v from 'valibot';
import type { BlockOp } from '$lib/model/variant';

/** The paper's choices (section 3.3) of block, kernel side and expansion. */
export const ops = ['mbconv', 'fused_mbconv'] as const satisfies readonly BlockOp[];
export const kernels = [3, 5] as const;
export const expansions = [1, 4, 6] as const;

export const stageGenesSchema = v.strictObject({
	op: v.picklist(ops),
	kernel: v.picklist(kernels),
	expansion: v.picklist(expansions),
	/** Blocks. */
	layers: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16))
});

/** What is chosen for one stage; stride and channels are the backbone's. */
export type StageGenes = Readonly<v.InferOutput<typeof stageGenesSchema>>;

/** A candidate, stage by stage. */
export type Genes = readonly StageGenes[];

/** E.g. `f3e4x2 m5e6x1`: block (f: Fused-MBConv, m: MBConv), kernel, expansion, layers of each stage. */
export function genesText(genes: Genes): string {
	return genes
		.map(
			({ op, kernel, expansion, layers }) => `${op === 'mbconv' ? 'm' : 'f'}${kernel}e${expansion}x${layers}`
		)
		.join(' ');
}

/** What `genesText` wrote; null for any other text. */
export function parseGenes(text: string): Genes | null {
	const genes: StageGenes[] = [];
	for (const word of text.split(' ')) {
		const [, op, kernel, expansion, layers] = /^([fm])(\d)e(\d)x([1-9]\d?)$/.exec(word) ?? [];
		const stage = v.safeParse(stageGenesSchema, {
			op: op === 'm' ? 'mbconv' : 'fused_mbconv',
			kernel: Number(kernel),
			expansion: Number(expansion),
			layers: Number(layers)
		});
		if (op === undefined || !stage.success) return null;
		genes.push(stage.output);
	}
	return genes;
}
