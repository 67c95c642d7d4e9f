import { tableNotes as en } from './en/tableNotes';
import type { Locale } from './locale';
import { tableNotes as zh } from './zh/tableNotes';

/** What is to be known of each cited table, by language. Only the page of the tables loads them. */
export const tableNotes: Readonly<Record<Locale, Readonly<Record<keyof typeof en, string>>>> = { en, zh };
