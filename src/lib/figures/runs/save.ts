import { fileOf, type KeptRun, type RunFile } from '$lib/state/runFiles';
import { download } from '$lib/ui/download';

export function saveRunFile({ name, type, content }: RunFile): void {
	// A checkpoint of the store has a buffer of its own, never a shared one.
	const part = typeof content === 'string' ? content : (content as Uint8Array<ArrayBuffer>);
	download(name, new Blob([part], { type }));
}

/** What a run goes on from in another browser: its document and its checkpoint. */
export async function saveRunFiles(kept: KeptRun): Promise<void> {
	for (const kind of ['document', 'checkpoint'] as const) {
		const file = await fileOf(kind, kept);
		if (file !== null) saveRunFile(file);
	}
}
