/** What was dropped on the page: files, and folders with all that lies in them. */

export interface Dropped {
	readonly files: readonly File[];
	/** Folders and name of each file. */
	readonly paths: readonly string[];
}

/**
 * The files of a drop, those of folders with their paths. Call it within the drop's event: afterwards the browser
 * forgets what was dropped. Rejects where a file or folder cannot be read.
 */
export async function droppedFiles(transfer: Pick<DataTransfer, 'items' | 'files'>): Promise<Dropped> {
	const entries = [...transfer.items]
		.filter(({ kind }) => kind === 'file')
		.map((item) => item.webkitGetAsEntry())
		.filter((entry) => entry !== null);
	// Nothing of the event may be asked for after the first wait.
	const loose = entries.length > 0 ? [] : [...transfer.files];
	const files: File[] = [...loose];
	const paths = loose.map(({ name }) => name);
	for (const entry of entries) {
		for await (const { file, path } of filesOf(entry)) {
			files.push(file);
			paths.push(path);
		}
	}
	return { files, paths };
}

async function* filesOf(entry: FileSystemEntry): AsyncGenerator<{ file: File; path: string }, void> {
	if (isFile(entry)) {
		const file = await new Promise<File>((resolve, reject) => {
			entry.file(resolve, reject);
		});
		yield { file, path: entry.fullPath.replace(/^\//, '') };
	} else if (isDirectory(entry)) {
		const reader = entry.createReader();
		for (;;) {
			// A reader gives a hundred or so at a time, and none at the end.
			const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
				reader.readEntries(resolve, reject);
			});
			if (some.length === 0) return;
			for (const inner of some) yield* filesOf(inner);
		}
	}
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
