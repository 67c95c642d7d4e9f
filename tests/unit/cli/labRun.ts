import { execFile } from 'node:child_process';
import { runLab } from '../../../src/cli/lab';

export interface Outcome {
	readonly exitCode: number;
	readonly out: string;
	readonly err: string;
}

/** Runs a command line in this process. */
export async function lab(...args: (string | number)[]): Promise<Outcome> {
	let out = '';
	let err = '';
	const terminal = {
		out: (text: string) => void (out += text),
		err: (text: string) => void (err += text),
		live: false
	};
	const exitCode = await runLab(args.map(String), terminal);
	return { exitCode, out, err };
}

/** The one JSON document that a command printed. */
export async function labJson(...args: (string | number)[]): Promise<unknown> {
	const { exitCode, out, err } = await lab(...args, '--json');
	if (exitCode !== 0) throw new Error(`lab ${args.join(' ')}: ${exitCode}, ${err}`);
	return JSON.parse(out);
}

export const root = new URL('../../../', import.meta.url);
export const photosFolder = new URL('tests/fixtures/photos', root).pathname;

/** Runs a command line as users do, in a process of its own. */
export function labProcess(...args: string[]): Promise<Outcome> {
	return new Promise((resolve) => {
		const command = ['--import', 'tsx', 'src/cli/main.ts', ...args];
		const child = execFile(process.execPath, command, { cwd: root }, (_, out, err) => {
			resolve({ exitCode: child.exitCode ?? -1, out, err });
		});
	});
}
