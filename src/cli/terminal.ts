/** Where a command's output goes; the process's own streams, or what a test listens to. */
export interface Terminal {
	/** Standard output: the result, nothing else. */
	out(text: string): void;
	/** Standard error: progress and complaints. */
	err(text: string): void;
	/** Whether standard error is a screen, so that a line may be written over. */
	readonly live: boolean;
}

/** Prints the result of a command: one JSON document, or text for a reader. */
export function print(
	terminal: Terminal,
	json: boolean | undefined,
	value: unknown,
	text: () => string
): void {
	terminal.out(json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
}

/** Rows in columns as wide as their widest cell; columns with numbers to the right. The first row names the columns. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
	const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)));
	const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
	const lines = cells.map((row) =>
		row.map((cell, i) => {
			const numeric = rows.some((each) => typeof each[i] === 'number');
			return numeric ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
		})
	);
	return lines.map((line) => line.join('  ').trimEnd()).join('\n');
}

/** Whole numbers with thousands apart, others with six digits. */
function grouped(value: number): string {
	return Number.isInteger(value) ? value.toLocaleString('en') : Number(value.toPrecision(6)).toString();
}

/** Three digits are what a measured figure is worth. */
export function threeDigits(value: number): number {
	return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
