import type { en } from './en';

export type MessageKey = keyof typeof en;
export type Messages = Readonly<Record<MessageKey, string>>;

/** Names between braces in a message, as a union: `'{done} of {total}'` → `'done' | 'total'`. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
	? Name | Placeholder<Rest>
	: never;

type Values<Key extends MessageKey> = Placeholder<(typeof en)[Key]>;

/** What `t` takes beside the key: nothing, or one text for each placeholder. */
export type Arguments<Key extends MessageKey> = [Values<Key>] extends [never]
	? []
	: [values: Readonly<Record<Values<Key>, string>>];

export function placeholders(message: string): string[] {
	return [...message.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

/** Replaces each `{name}` by its value; an unknown name stays as it is. */
export function fill(message: string, values: Readonly<Record<string, string>> = {}): string {
	return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
