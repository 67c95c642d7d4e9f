import { createContext } from 'svelte';
import * as format from './format';
import type { Locale } from './locale';
import { fill, type Arguments, type MessageKey, type Messages } from './message';

/** What the layout's `load` brings: one language, loaded alone. */
export interface LanguageSource {
	readonly locale: Locale;
	/** Those that the page needs, see messages.ts. */
	readonly messages: Partial<Messages>;
}

/** Words and numbers in the page's language. Reads its source at each call, so a switch shows at once. */
export class Language {
	readonly #source: () => LanguageSource;

	constructor(source: () => LanguageSource) {
		this.#source = source;
	}

	get locale(): Locale {
		return this.#source().locale;
	}

	/** A message as it is written, for names that are looked up. Throws Error for one that belongs to another page. */
	message(key: MessageKey): string {
		const message = this.#source().messages[key];
		if (message === undefined) throw new Error(`The message "${key}" is not among those of this page.`);
		return message;
	}

	/** What stands between two sentences, and after a colon: Chinese marks bring their own room. */
	get gap(): string {
		return this.locale === 'zh' ? '' : ' ';
	}

	/** Whether a name that was put together is that of a message. */
	knows = (key: string): key is MessageKey => key in this.#source().messages;

	t = <Key extends MessageKey>(key: Key, ...[values]: Arguments<Key>): string =>
		fill(this.message(key), values);

	integer = (value: number): string => format.integer(value, this.locale);
	fixed = (value: number, digits: number): string => format.fixed(value, digits, this.locale);
	plain = (value: number): string => format.plain(value, this.locale);
	compact = (value: number): string => format.compact(value, this.locale);
	percent = (share: number, digits?: number): string => format.percent(share, this.locale, digits);
	duration = (ms: number): string => format.duration(ms, this.locale);
	rate = (value: number): string => format.rate(value, this.locale);
	threeDigits = (value: number): string => format.threeDigits(value, this.locale);
	megabytes = (bytes: number | null): string => format.megabytes(bytes, this.locale);
	moment = (ms: number): string => format.moment(ms, this.locale);
	timeOfDay = (ms: number): string => format.timeOfDay(ms, this.locale);
	clock = format.clock;
	bytes = format.bytes;
}

const [get, set] = createContext<Language>();
export { get as getLanguage, set as setLanguage };
