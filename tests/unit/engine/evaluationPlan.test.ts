import { describe, test } from 'vitest';
import reference from '../../fixtures/forward.json';
import { expectClose, largest } from '../../suites/digest';
import type { NetworkCase } from '../../suites/formulaRun';
import { exactLogits } from '../../suites/kernels/exactLogits';

interface LogitsCase extends NetworkCase {
	readonly logits: readonly (readonly number[])[];
}

/** The smallest of each sort of network. */
const isChosen = ({ variant, imageSize, padding }: LogitsCase) =>
	/^v2-(pico|nano)/.test(variant) && (imageSize === 17 || padding === 'symmetric');
const cases = (reference.cases as unknown as readonly LogitsCase[]).filter(isChosen);

/** The plan alone, without a device: what is left is the reference's own rounding to nine digits. */
describe('the evaluation plan in double precision', () => {
	test.each(
		cases.map((found) => [`${found.variant}, ${found.imageSize} px, ${found.padding}`, found] as const)
	)('%s', (_, found) => {
		const wanted = found.logits.flat();
		expectClose('logits', exactLogits(found, found.seed), wanted, 1e-7 * largest(wanted));
	});
});
