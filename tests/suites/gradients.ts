import { describe, expect, test } from 'vitest';
import { formulaImages, formulaParameters, formulaSoftLabels } from '$lib/model/formula';
import reference from '../fixtures/gradients.json';
import { digestOf, expectClose, expectDigest, largest, type Digest } from './digest';
import { graphOf, oneHot, plainOptions, type NetworkCase } from './formulaRun';
import type { UseEngine } from './useEngine';

interface GradientCase extends NetworkCase {
	readonly labelSmoothing: number;
	readonly soft: boolean;
	readonly labels: readonly number[];
	/** Zero in exact arithmetic. */
	readonly vanishing: readonly string[];
	readonly loss: number;
	readonly logits: readonly (readonly number[])[];
	readonly input: Digest;
	readonly parameters: Readonly<Record<string, Digest>>;
	readonly statistics: Readonly<Record<string, Digest>>;
}

const cases = reference.cases as unknown as readonly GradientCase[];

/** Share of a tensor's norm that its error may reach. */
const RELATIVE = 1e-3;
/** Where the gradient is zero in exact arithmetic float32 leaves about 1e-9; the smallest real gradients are near 1e-3. */
const VANISHING = 1e-7;

function targetsOf({ soft, labels, seed, batch, classes }: GradientCase): Float32Array {
	return soft
		? Float32Array.from(formulaSoftLabels('soft-labels', seed, batch, classes))
		: oneHot(labels, classes);
}

/** [batch, size, size, 3] to [batch, 3, size, size], the order of the reference's digest. */
function toPlanes(values: Float32Array, { batch, imageSize }: GradientCase): Float32Array {
	const pixels = imageSize * imageSize;
	return Float32Array.from(values, (_, i) => {
		const [image, channel, pixel] = [Math.floor(i / (3 * pixels)), Math.floor(i / pixels) % 3, i % pixels];
		return image < batch ? (values[(image * pixels + pixel) * 3 + channel] ?? NaN) : NaN;
	});
}

async function check(use: UseEngine, found: GradientCase): Promise<void> {
	const graph = graphOf(found);
	const executor = await use().createExecutor(plainOptions(graph));
	try {
		executor.writeParameters(formulaParameters(graph, found.seed));
		const step = await executor.compileGradient(found);
		const images = formulaImages('input', found.seed, found.batch, found.imageSize);
		const result = await step.run({ images, targets: targetsOf(found) }, found.labelSmoothing);
		expect(Math.abs(result.loss - found.loss)).toBeLessThanOrEqual(1e-5 * found.loss);
		const wanted = found.logits.flat();
		expectClose('logits', result.logits, wanted, 1e-4 * largest(wanted));
		expect([...result.parameters.keys()].sort()).toEqual(Object.keys(found.parameters).sort());
		for (const [name, values] of result.parameters) {
			const digest = found.parameters[name] as Digest;
			if (found.vanishing.includes(name)) {
				expect(digestOf(values, 0).max, `${name} vanishes`).toBeLessThanOrEqual(VANISHING);
			} else expectDigest(name, values, digest, RELATIVE);
		}
		expect(result.statistics.size).toBeGreaterThan(0);
		for (const [name, values] of result.statistics) {
			expectDigest(name, values, found.statistics[name] as Digest, 1e-5);
		}
		expectDigest('input', toPlanes(result.input, found), found.input, RELATIVE);
		step.dispose();
	} finally {
		executor.dispose();
	}
}

/** Every case of gradients.json: loss, logits, gradients of parameters and image, running statistics. */
export function gradientsSuite(use: UseEngine): void {
	describe('a training-mode step equals the reference', () => {
		const named = cases.map((found) => {
			const { variant, imageSize, padding, labelSmoothing, soft } = found;
			const labels = soft ? 'soft labels' : `smoothing ${labelSmoothing}`;
			return [`${variant}, ${imageSize} px, ${padding}, ${labels}`, found] as const;
		});
		test.each(named)('%s', (_, found) => check(use, found));
	});
}
