/** Where a reader is in a walk after its settings changed. Pure. */
import type { ConvolutionStep, Step } from '$lib/labs/walk/steps';

type Anchor = ConvolutionStep['kind'];

/** What stands in Fused-MBConv for a convolution of MBConv, and the other way round. */
const counterpart: Readonly<Record<Anchor, Anchor>> = {
	expand: 'dense',
	depthwise: 'dense',
	dense: 'depthwise',
	project: 'project'
};

const isAnchor = (step: Step): step is ConvolutionStep => 'reads' in step;

/** The step of `next` that does what step `index` of `steps` does: the same, or the convolution that it belongs to. */
export function sameStep(steps: readonly Step[], index: number, next: readonly Step[]): number {
	const from = steps.slice(0, index + 1).findLastIndex(isAnchor);
	const anchor = steps[from];
	if (anchor === undefined || !isAnchor(anchor)) return 0;
	const find = (kind: Anchor) => next.findIndex((step) => step.kind === kind);
	const to = find(anchor.kind) >= 0 ? find(anchor.kind) : find(counterpart[anchor.kind]);
	const kind = steps[index]?.kind;
	const after = next.findIndex((step, at) => at >= to && step.kind === kind);
	const end = next.findIndex((step, at) => at > to && isAnchor(step));
	return after >= 0 && (end < 0 || after < end) ? after : to;
}
