import { openDB } from 'idb';
import { choicesOf, type TuningStore } from './store';

const DATABASE = 'tuning';
const TABLE = 'choices';

/** Choices in IndexedDB; null where the browser has none (or in Node). */
export function browserStore(): TuningStore | null {
	if (typeof indexedDB === 'undefined') return null;
	const open = () =>
		openDB(DATABASE, 1, {
			upgrade(database) {
				database.createObjectStore(TABLE);
			}
		});
	return {
		async read(adapter) {
			try {
				const database = await open();
				const value: unknown = await database.get(TABLE, adapter);
				database.close();
				return choicesOf(value);
			} catch {
				return {};
			}
		},
		async write(adapter, choices) {
			try {
				const database = await open();
				await database.put(TABLE, choices, adapter);
				database.close();
			} catch {
				// Private windows and full disks: the next session measures again.
			}
		}
	};
}
