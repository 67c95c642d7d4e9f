/** CIFAR-10 and CIFAR-100 from their files, binary or pickled. */
import { DataError, type Dataset, type ImageSet } from '../dataset';
import { baseName, titleOf, type LoadProgress, type Member } from '../member';
import { pause } from '../pause';
import { emptySet } from '../set';
import { side } from './batch';
import { cifarFormats, type CifarFormat } from './formats';

/** Records read before the thread is given back: some ten milliseconds of work. */
const recordsAtOnce = 2000;

/** The format of which there are files of images, or null. */
export function cifarFormatOf(members: readonly Pick<Member, 'path'>[]): CifarFormat | null {
	return cifarFormats.find((format) => members.some((member) => isImages(format, member))) ?? null;
}

/** Whether a file is part of the format. */
export function belongs(format: CifarFormat, member: Pick<Member, 'path'>): boolean {
	return isImages(format, member) || format.names.test(baseName(member));
}

/**
 * Reads the files of a format; others among the members are passed over. Order of images: by file name.
 * Throws DataError for every file that cannot be such data, and when one of the two splits is missing.
 */
export async function loadCifar(
	members: readonly Member[],
	format: CifarFormat,
	options: LoadProgress
): Promise<Dataset> {
	const named = (pattern: RegExp) => members.filter((member) => pattern.test(baseName(member))).sort(byName);
	const [train, test, [names]] = [named(format.train), named(format.test), named(format.names)];
	requireBoth(train, test, format);
	const read = reader([...train, ...test, ...(names ? [names] : [])], options);
	const classes = names ? format.classNames(await read(names), titleOf(names)) : format.classes;
	return {
		kind: format.kind,
		classes,
		train: await readSet(train, format, read, options.signal),
		test: await readSet(test, format, read, options.signal)
	};
}

function isImages({ train, test }: CifarFormat, member: Pick<Member, 'path'>): boolean {
	const name = baseName(member);
	return train.test(name) || test.test(name);
}

function byName(a: Member, b: Member): number {
	return baseName(a).localeCompare(baseName(b), 'en', { numeric: true });
}

type Read = (member: Member) => Promise<Uint8Array>;

/** Tells of the bytes that come from a disk, where any do. */
function reader(members: readonly Member[], { onProgress, signal }: LoadProgress): Read {
	const total = members.reduce((sum, { toRead }) => sum + toRead, 0);
	let done = 0;
	return (member) =>
		member.read((count) => {
			done += count;
			onProgress?.(done, total);
		}, signal);
}

function requireBoth(train: readonly Member[], test: readonly Member[], { examples }: CifarFormat): void {
	const [first = test[0]] = train;
	const given = first ? titleOf(first) : '';
	if (train.length === 0) {
		throw new DataError(
			'no-training-images',
			given,
			`The training images are missing: there is ${given} only, add ${examples.train}.`
		);
	}
	if (test.length === 0) {
		throw new DataError(
			'no-test-images',
			given,
			`The test images are missing beside ${given}: add ${examples.test}.`
		);
	}
}

async function readSet(
	members: readonly Member[],
	format: CifarFormat,
	read: Read,
	signal: AbortSignal | undefined
): Promise<ImageSet> {
	const batches = [];
	for (const member of members) batches.push(format.batch(await read(member), titleOf(member)));
	const count = batches.reduce((sum, batch) => sum + batch.count, 0);
	const set = emptySet(count, side);
	let first = 0;
	for (const batch of batches) {
		for (let from = 0; from < batch.count; from += recordsAtOnce) {
			await pause();
			signal?.throwIfAborted();
			batch.copy(set, first, { from, to: Math.min(from + recordsAtOnce, batch.count) });
		}
		first += batch.count;
	}
	return set;
}
