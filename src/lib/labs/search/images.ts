import type { Dataset } from '$lib/data/dataset';
import { datasetDigest } from '$lib/data/digest';
import { emptySet } from '$lib/data/set';
import type { SearchData } from './document';
import { heldOut } from './holdOut';

/**
 * What a search says of its images. The test split is not among them.
 * @param seed of procedural images; null for files
 */
export async function describeImages(
	{ kind, classes, train }: Dataset,
	seed: number | null
): Promise<SearchData> {
	const sha256 = await datasetDigest({ kind, classes, train, test: emptySet(0, train.side) });
	const { count } = train;
	return { kind, seed, images: count, heldOut: heldOut(count), classes: classes.length, sha256 };
}
