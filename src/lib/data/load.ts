/** Data sets from what the reader chose: files, folders, archives. */
import { belongs, cifarFormatOf, loadCifar } from './cifar/load';
import { DataError } from './dataset';
import { isCompanion } from './folders/arrange';
import { loadFolders, type FolderOptions, type Loaded } from './folders/load';
import type { Member } from './member';
import { baseName } from './member';
import type { FileSource } from './source';
import { membersOf, unknownFormat } from './unpack';

/**
 * Reads CIFAR-10 or CIFAR-100, binary or pickled, or images in a folder for each class; loose, in a .zip, .tar or
 * .tar.gz. Where there are CIFAR files it is CIFAR. Throws DataError where it is neither, or a file is bad.
 */
export async function loadFiles(sources: readonly FileSource[], options: FolderOptions): Promise<Loaded> {
	if (sources.length === 0) {
		throw new DataError('no-training-images', '', 'The training images are missing: no files were given.');
	}
	const members = await membersOf(sources, options);
	const format = cifarFormatOf(members);
	if (format !== null) {
		const stranger = members.find(
			(member) => member.archive === null && !belongs(format, member) && !isCifarCompanion(member)
		);
		if (stranger) throw unknownFormat(baseName(stranger));
		return { dataset: await loadCifar(members, format, options), skipped: [] };
	}
	const title = titleOfAll(sources);
	const images = members.filter(({ path }) => !isCompanion(path));
	if (!images.some(({ path }) => path.includes('/'))) throw unknownFormat(title);
	return loadFolders(images, title, options);
}

/** What lies beside the images in the official archives and in folders. */
function isCifarCompanion(member: Member): boolean {
	return isCompanion(member.path) || /^file\.txt~$/.test(baseName(member));
}

/** The archive, the folder around all files, or the first file. */
function titleOfAll([first, ...others]: readonly FileSource[]): string {
	if (first === undefined) return '';
	const [folder = '', ...inside] = (first.path ?? first.name).split('/');
	const around = inside.length > 0 && others.every(({ path }) => path?.startsWith(`${folder}/`));
	return around ? folder : first.name;
}
