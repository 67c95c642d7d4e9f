import type { Language } from '$lib/i18n/language';
import type { FieldError } from '$lib/state/field';

/** Why a value was not taken, in the reader's words; null where it was. */
export function fieldMessage({ t, plain }: Language, error: FieldError | null): string | null {
	if (error === null) return null;
	switch (error.kind) {
		case 'number':
			return t('field.number');
		case 'whole':
			return t('field.whole');
		case 'unknown':
			return t('field.unknown');
		case 'at-least':
			return t('field.atLeast', { limit: plain(error.limit) });
		case 'at-most':
			return t('field.atMost', { limit: plain(error.limit) });
		case 'above':
			return t('field.above', { limit: plain(error.limit) });
	}
}
