import { Command } from 'commander';
import { benchCommand } from './bench';
import { blocksCommand } from './blocks';
import { bottlenecksCommand } from './bottlenecks';
import { dataCommand } from './data';
import { failureOf } from './failure';
import { forwardCommand } from './forward';
import { gradientCommand } from './gradient';
import { profileCommand } from './profile';
import { searchCommand } from './search';
import type { Terminal } from './terminal';
import { trainCommand } from './train';
import { trajectoryCommand } from './trajectory';
import { variantsCommand } from './variants';

function program(terminal: Terminal): Command {
	const lab = new Command('lab').description("the page's model, data, recipe and engine from a terminal");
	const commands = [
		variantsCommand,
		forwardCommand,
		gradientCommand,
		trajectoryCommand,
		trainCommand,
		dataCommand,
		benchCommand,
		profileCommand,
		blocksCommand,
		bottlenecksCommand,
		searchCommand
	];
	for (const make of commands) lab.addCommand(make(terminal));
	for (const command of [lab, ...lab.commands]) {
		command.exitOverride().allowExcessArguments(false);
		// Complaints are worded once, in failure.ts.
		command.configureOutput({ writeOut: (text) => terminal.out(text), outputError: () => undefined });
	}
	return lab;
}

/** Runs one command line (without the program's name) and returns the exit status, see cli.md. */
export async function runLab(args: readonly string[], terminal: Terminal): Promise<number> {
	const lab = program(terminal);
	try {
		if (args.length === 0) {
			terminal.err('Say what to do: "lab --help" lists the commands.\n');
			return 2;
		}
		await lab.parseAsync(args, { from: 'user' });
		return 0;
	} catch (error) {
		const { exitCode, sentence } = failureOf(error);
		if (sentence !== '') terminal.err(`${sentence}\n`);
		return exitCode;
	}
}
