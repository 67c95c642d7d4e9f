/** CIFAR-10 from files that the reader chose: the official archive, or its `.bin` files one by one. */
import { cifarClasses, readClassNames, readRecords, recordCount } from './cifar';
import { DataError, type Dataset, type ImageSet } from './dataset';
import { pause } from './pause';
import { emptySet } from './set';
import { readSource, type FileSource } from './source';
import { isTar, readTar } from './tar';

export interface LoadOptions {
	/** Bytes read so far of the bytes of all files. */
	readonly onProgress?: (done: number, total: number) => void;
	/** Stops between two pieces; the promise then rejects with the signal's reason. */
	readonly signal?: AbortSignal;
}

/** A file with its bytes, loose or from an archive. */
interface Member {
	/** As the reader is told: `test_batch.bin` or `test_batch.bin in cifar.tar`. */
	readonly title: string;
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** Records read before the thread is given back: some ten milliseconds of work. */
const recordsAtOnce = 2000;

const trainName = /^data_batch.*\.bin$/i;
const testName = /^test_batch.*\.bin$/i;
const namesName = /^batches\.meta\.txt$/i;
/** What lies beside the images in the official archive and in folders: no images, no harm. */
const companionName = /(^\.|\.(html?|md|txt)$|^(readme|license)$)/i;

/**
 * Reads `data_batch_*.bin` as training images, `test_batch.bin` as test images and, if there, `batches.meta.txt` as
 * class names; from a `.tar.gz`, a `.tar`, or loose files in any order. Order of images: by file name.
 * Throws DataError for every file that cannot be such data, and when one of the two splits is missing.
 */
export async function loadCifar(sources: readonly FileSource[], options: LoadOptions = {}): Promise<Dataset> {
	const members = await readMembers(sources, options);
	const train = members.filter((member) => trainName.test(member.name)).sort(byName);
	const test = members.filter((member) => testName.test(member.name)).sort(byName);
	requireBoth(train, test, sources);
	const names = members.find((member) => namesName.test(member.name));
	return {
		kind: 'cifar10',
		classes: names ? readClassNames(new TextDecoder().decode(names.bytes), names.title) : cifarClasses,
		train: await readSet(train, options.signal),
		test: await readSet(test, options.signal)
	};
}

async function readMembers(sources: readonly FileSource[], options: LoadOptions): Promise<Member[]> {
	const { onProgress, signal } = options;
	const total = sources.reduce((sum, source) => sum + source.size, 0);
	let done = 0;
	const onBytes = (count: number) => {
		done += count;
		onProgress?.(done, total);
	};
	const members: Member[] = [];
	for (const source of sources) {
		const known = isImages(source.name) || namesName.test(source.name);
		if (!known && companionName.test(source.name) && sources.length > 1) {
			onBytes(source.size);
			continue;
		}
		const { bytes, gzip } = await readSource(source, onBytes, signal);
		if (isTar(bytes)) members.push(...readArchive(bytes, source.name));
		else if (known && !gzip) members.push({ title: source.name, name: source.name, bytes });
		else throw unknownFormat(source.name);
	}
	return members;
}

function readArchive(bytes: Uint8Array<ArrayBuffer>, archive: string): Member[] {
	const members = readTar(bytes, archive)
		.filter(({ name }) => isImages(name) || namesName.test(name))
		.map((entry) => ({ ...entry, title: `${entry.name} in ${archive}` }));
	if (members.some((member) => isImages(member.name))) return members;
	throw new DataError(
		'unknown-format',
		archive,
		`${archive} holds no CIFAR-10 binary files (data_batch_1.bin and so on, test_batch.bin).`
	);
}

function isImages(name: string): boolean {
	return trainName.test(name) || testName.test(name);
}

function byName(a: Member, b: Member): number {
	return a.name.localeCompare(b.name, 'en', { numeric: true });
}

function unknownFormat(name: string): DataError {
	return new DataError(
		'unknown-format',
		name,
		`${name} is neither a CIFAR-10 archive (cifar-10-binary.tar.gz) nor one of its files (data_batch_1.bin and so on, test_batch.bin).`
	);
}

function requireBoth(
	train: readonly Member[],
	test: readonly Member[],
	sources: readonly FileSource[]
): void {
	const given = train[0]?.title ?? test[0]?.title ?? sources[0]?.name ?? '';
	if (train.length === 0) {
		const found = given === '' ? 'no files were given' : `there is ${given} only`;
		throw new DataError(
			'no-training-images',
			given,
			`The training images are missing: ${found}, add data_batch_1.bin.`
		);
	}
	if (test.length === 0) {
		throw new DataError(
			'no-test-images',
			given,
			`The test images are missing beside ${given}: add test_batch.bin.`
		);
	}
}

async function readSet(members: readonly Member[], signal: AbortSignal | undefined): Promise<ImageSet> {
	const counts = members.map((member) => recordCount(member.bytes.length, member.title));
	const set = emptySet(
		counts.reduce((sum, count) => sum + count, 0),
		32
	);
	let first = 0;
	for (const [i, { bytes, title }] of members.entries()) {
		const count = counts[i] ?? 0;
		for (let from = 0; from < count; from += recordsAtOnce) {
			await pause();
			signal?.throwIfAborted();
			readRecords(bytes, title, set, first, { from, to: Math.min(from + recordsAtOnce, count) });
		}
		first += count;
	}
	return set;
}
