/** The three measurements as tables for a reader. */
import type { BottlenecksDocument, PartDocument } from '$lib/labs/bottlenecks/document';
import { table, threeDigits } from './terminal';

const MIB = 2 ** 20;

function sizeText({ model, memory, device, rows }: PartDocument<'size'>): string {
	const header = ['size', 'batch', '', 'images/s', 'step ms', 'MiB', 'MiB an image'];
	const cells = rows.map(({ size, batch, kind, limit, imagesPerSecond, stepMs, bytes, imageBytes }) => [
		size,
		batch,
		kind === 'fixed' ? 'fixed' : `largest (${limit})`,
		imagesPerSecond === null ? 'does not fit' : String(threeDigits(imagesPerSecond)),
		stepMs === null ? '' : String(threeDigits(stepMs)),
		threeDigits(bytes / MIB),
		threeDigits(imageBytes / MIB)
	]);
	return `Image size and batch: ${model} in ${memory} MiB on ${device.adapter}\n${table([header, ...cells])}`;
}

function depthwiseText({ model, size, batch, device, rows, stages }: PartDocument<'depthwise'>): string {
	const nanoseconds = (stage: number, part: string, pass: string) => {
		const row = rows.find((each) => each.stage === stage && each.part === part && each.pass === pass);
		return row === undefined ? '–' : String(threeDigits(row.nsPerMac));
	};
	const header = [
		'stage',
		'side',
		'depthwise',
		'1×1',
		'dense',
		'back: depthwise',
		'1×1',
		'dense',
		'MBConv over fused'
	];
	const cells = stages.map(({ stage, side, ratio }) => [
		stage,
		side,
		...['forward', 'backward'].flatMap((pass) =>
			['depthwise', 'pointwise', 'dense'].map((part) => nanoseconds(stage, part, pass))
		),
		threeDigits(ratio)
	]);
	const heading = `Nanoseconds a multiply-add: ${model} at ${size} px, batch ${batch}, on ${device.adapter}`;
	return `${heading}\n${table([header, ...cells])}`;
}

function scalingText({
	model,
	against,
	size,
	batch,
	device,
	rows,
	added,
	steps
}: PartDocument<'scaling'>): string {
	const header = ['network', 'stage', 'layers', 'step ms', 'params', 'one more: ms', 'params', 'MMAC'];
	const cells = rows.map((row) => {
		const more = added.find((each) => each.model === row.model && each.stage === row.stage)!;
		const costs = [threeDigits(more.stepMs), more.params, threeDigits(more.macs / 1e6)];
		return [row.model, row.stage, row.layers, threeDigits(row.stepMs), row.params, ...costs];
	});
	const whole = steps.map(({ model: name, deeper, stepMs, params }) => {
		const what = deeper ? `${name} with one more layer a stage` : name;
		return `${what}: ${threeDigits(stepMs)} ms, ${params.toLocaleString('en')} parameters`;
	});
	const heading = `Uniform scaling: ${model} against ${against} at ${size} px, batch ${batch}, on ${device.adapter}`;
	return [heading, ...whole, table([header, ...cells])].join('\n');
}

export function bottlenecksText({ size, depthwise, scaling }: BottlenecksDocument): string {
	const texts = [
		size === undefined ? [] : [sizeText(size)],
		depthwise === undefined ? [] : [depthwiseText(depthwise)],
		scaling === undefined ? [] : [scalingText(scaling)]
	];
	return texts.flat().join('\n\n');
}
