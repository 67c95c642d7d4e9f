/** Which class and which split the files belong to, by the folders that they lie in. */
import type { Split } from '../dataset';

export interface Place {
	readonly className: string;
	/** Null where no folder says. */
	readonly split: Split | null;
}

const splitNames: ReadonlyMap<string, Split> = new Map([
	['train', 'train'],
	['training', 'train'],
	['test', 'test'],
	['testing', 'test'],
	['val', 'test'],
	['valid', 'test'],
	['validation', 'test']
]);

/** What systems leave in folders, and texts that lie beside images: no images, no harm. */
const companion =
	/(^|\/)(\.(?![./])|__macosx\/|thumbs\.db$|desktop\.ini$|(readme|license)$)|\.(html?|md|txt|csv|tsv|json|xml|ya?ml|pdf)$/i;

/** Whether a file is expected to be no image. */
export function isCompanion(path: string): boolean {
	return companion.test(path);
}

/**
 * The place of each path, in order; null for a file that lies in no class's folder. Folders around all others are
 * passed through. Of what is left the first is the class (`cat/x.png`, `cat/indoors/x.png`); or the split, where the
 * topmost folders are train and test or validation, and then the second is the class (`train/cat/x.png`).
 */
export function arrange(paths: readonly string[]): (Place | null)[] {
	const folders = paths.map(foldersOf);
	const depth = sharedDepth(folders);
	const inner = folders.map((each) => each.slice(depth));
	const tops = new Set(inner.map(([top]) => splitOf(top)));
	const splitOnTop = tops.has('train') && tops.has('test');
	return inner.map(([first, second]) => {
		const split = splitOnTop ? splitOf(first) : null;
		const className = splitOnTop ? second : first;
		if (className === undefined || (splitOnTop && split === null)) return null;
		return { className: className.normalize(), split };
	});
}

function splitOf(folder: string | undefined): Split | null {
	return (folder === undefined ? undefined : splitNames.get(folder.toLowerCase())) ?? null;
}

function foldersOf(path: string): string[] {
	const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
	return parts.slice(0, -1);
}

/** How many folders lie around all others; files above them do not count. */
function sharedDepth(folders: readonly (readonly string[])[]): number {
	for (let depth = 0; ; depth++) {
		const names = new Set(folders.map((each) => each[depth]).filter((name) => name !== undefined));
		const goesOn = folders.some((each) => each.length > depth + 1);
		if (names.size !== 1 || !goesOn) return depth;
	}
}
