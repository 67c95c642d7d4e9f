import { runLab } from './lab';

/** Resolves when the text is out, also where standard output is a pipe. */
const written: Promise<unknown>[] = [];
function write(stream: NodeJS.WriteStream, text: string): void {
	written.push(new Promise((resolve) => stream.write(text, resolve)));
}

const exitCode = await runLab(process.argv.slice(2), {
	out: (text) => write(process.stdout, text),
	err: (text) => write(process.stderr, text),
	live: process.stderr.isTTY
});
await Promise.all(written);
// A device may keep threads of its own alive.
process.exit(exitCode);
