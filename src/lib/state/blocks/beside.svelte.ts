import { readDocument } from './sharedDocument';
import { parsed, readSharedLink } from './sharedLink';
import { SharedError, type SharedBlocks, type SharedProblem } from './shared';

/** Results beside one's own at most. */
const mostResults = 2;
/** Bytes of a file that is read; what the page makes is far smaller. */
const largestFile = 4_000_000;

/** Results of somebody else, or of another time, that stand beside what is measured here. */
export class Beside {
	results = $state.raw<readonly SharedBlocks[]>([]);
	/** Why the last one was not taken. */
	problem = $state.raw<SharedProblem | null>(null);

	/** Takes the result of a link or of its fragment; what links to none changes nothing. */
	async openLink(link: string): Promise<void> {
		await this.#take(() => readSharedLink(link));
	}

	/** As `openLink` where the reader says that it is one: what holds no result is damaged. */
	async openPasted(link: string): Promise<void> {
		await this.#take(async () => {
			const result = await readSharedLink(link);
			if (result === null) throw new SharedError({ kind: 'damaged' });
			return result;
		});
	}

	/** Takes a file that this page made. */
	async openFile(file: Blob): Promise<void> {
		await this.#take(async () => {
			if (file.size > largestFile) throw new SharedError({ kind: 'too-long' });
			return readDocument(parsed(await file.text()));
		});
	}

	remove(index: number): void {
		this.results = this.results.toSpliced(index, 1);
	}

	/** The newest results stay. */
	async #take(read: () => Promise<SharedBlocks | null>): Promise<void> {
		try {
			const result = await read();
			if (result === null) return;
			this.results = [...this.results, result].slice(-mostResults);
			this.problem = null;
		} catch (error) {
			if (!(error instanceof SharedError)) throw error;
			this.problem = error.problem;
		}
	}
}
