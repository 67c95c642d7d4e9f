import * as v from 'valibot';

/** What a page is told that asked for what the worker does not know. */
export interface UnknownCommand {
	readonly type: 'failure';
	readonly kind: 'bad-command';
	/** A sentence in English. */
	readonly message: string;
}

/** The worker's end of a door: checks each message by schema and hands it on; refuses what is no command. */
export function host<Schema extends v.GenericSchema>(
	schema: Schema,
	handle: (command: v.InferOutput<Schema>) => Promise<void>,
	refuse: (failure: UnknownCommand) => void
): void {
	self.addEventListener('message', (message: MessageEvent<unknown>) => {
		const command = v.safeParse(schema, message.data, { abortEarly: true });
		if (command.success) return void handle(command.output);
		const reason = v.summarize(command.issues);
		refuse({
			type: 'failure',
			kind: 'bad-command',
			message: `The worker was asked for what it does not know: ${reason}`
		});
	});
}
