/** From images by class to a data set. */
import { byteLimit } from '../gather';
import { DataError, type Dataset, type ImageSet, type Split } from '../dataset';
import { emptySet } from '../set';
import { testIndices } from './split';

/** A class and its images as `fitImage` gives them. */
export interface ClassImages {
	readonly name: string;
	readonly train: readonly Uint8Array[];
	readonly test: readonly Uint8Array[];
}

/** A label is a byte. */
export const mostClasses = 256;

/**
 * Throws DataError `bad-classes` for fewer than two classes or more than labels can tell apart.
 * @param skipped files that were passed over before this was asked
 */
export function checkClassCount(names: readonly string[], title: string, skipped = 0): void {
	if (names.length > mostClasses) {
		throw new DataError(
			'bad-classes',
			title,
			`${title} has ${names.length} classes; there can be ${mostClasses} at most.`
		);
	}
	if (names.length >= 2) return;
	const found = names.length === 0 ? 'no class' : `one class only (${names.join()})`;
	const rest = skipped === 0 ? '' : ` beside ${skipped} files that cannot be used`;
	throw new DataError(
		'bad-classes',
		title,
		`${title} has ${found}${rest}: put the images of two classes or more into a folder each.`
	);
}

/** Throws DataError `too-large` for more images than fit into memory. */
export function checkImageCount(count: number, side: number, title: string): void {
	const most = Math.floor(byteLimit / (3 * side * side));
	if (count <= most) return;
	const grouped = (n: number) => n.toLocaleString('en');
	throw new DataError(
		'too-large',
		title,
		`${title} has ${grouped(count)} images; at ${side} px there is room for ${grouped(most)}. Choose a smaller size, or fewer images.`
	);
}

/** Parts a class's images by seed. Throws DataError `bad-classes` where there are fewer than two. */
export function splitClass(
	name: string,
	images: readonly Uint8Array[],
	seed: number,
	label: number
): ClassImages {
	if (images.length < 2) {
		throw new DataError(
			'bad-classes',
			name,
			`The class ${name} has ${images.length === 0 ? 'no image' : 'one image only'}: it needs two at least, one to train with and one to test.`
		);
	}
	const chosen = new Set(testIndices(images.length, seed, label));
	return {
		name,
		train: images.filter((_, index) => !chosen.has(index)),
		test: images.filter((_, index) => chosen.has(index))
	};
}

/**
 * The set of the classes in the order given, which is the order of the labels. Images lie in turns, the first of each
 * class, then the second of each, so that the first images of a set are of all classes.
 * Throws DataError where a class has no training image or none has a test image.
 */
export function assemble(classes: readonly ClassImages[], side: number): Dataset {
	const untrained = classes.find(({ train }) => train.length === 0);
	if (untrained) {
		const { name } = untrained;
		throw new DataError(
			'no-training-images',
			name,
			`The class ${name} has test images only: add images to train with.`
		);
	}
	if (classes.every(({ test }) => test.length === 0)) {
		const name = classes[0]?.name ?? '';
		throw new DataError('no-test-images', name, `None of the classes (${name} and so on) has a test image.`);
	}
	return {
		kind: 'folders',
		classes: classes.map(({ name }) => name),
		train: inTurns(classes, 'train', side),
		test: inTurns(classes, 'test', side)
	};
}

function inTurns(classes: readonly ClassImages[], split: Split, side: number): ImageSet {
	const count = classes.reduce((sum, each) => sum + each[split].length, 0);
	const rounds = classes.reduce((most, each) => Math.max(most, each[split].length), 0);
	const set = emptySet(count, side);
	let next = 0;
	for (let round = 0; round < rounds; round++) {
		for (const [label, each] of classes.entries()) {
			const image = each[split][round];
			if (image === undefined) continue;
			set.images.set(image, next * 3 * side * side);
			set.labels[next++] = label;
		}
	}
	return set;
}
