import type { Skipped, SkipReason } from '$lib/data/dataset';
import type { Terminal } from './terminal';

/** Files that are told by name. */
const told = 10;

const reasons: Record<SkipReason, string> = {
	outside: 'in no class folder',
	empty: 'empty',
	'too-large': 'too large',
	undecodable: 'no PNG or JPEG image',
	unreadable: 'cannot be read'
};

/** Says on standard error which files of a data set were passed over, and why. */
export function tellSkipped(terminal: Terminal, skipped: readonly Skipped[]): void {
	if (skipped.length === 0) return;
	const lines = skipped.slice(0, told).map(({ name, reason }) => `  ${name}: ${reasons[reason]}\n`);
	const rest = skipped.length > told ? `  and ${skipped.length - told} more\n` : '';
	terminal.err(
		`Skipped ${skipped.length} ${skipped.length === 1 ? 'file' : 'files'}:\n${lines.join('')}${rest}`
	);
}
