import type { Language } from '$lib/i18n/language';
import type { Problem } from '$lib/state/problem';

/** Why files were refused, naming the file; null where the problem is another one. */
export function refusal({ t }: Language, problem: Problem | null): string | null {
	if (problem === null || !('file' in problem.params)) return null;
	const { file } = problem.params;
	if (file === '') return t('refused.nothing');
	switch (problem.kind) {
		case 'data-wrong-length':
			return t('refused.wrongLength', { file });
		case 'data-bad-label':
			return t('refused.badLabel', { file });
		case 'data-truncated':
			return t('refused.truncated', { file });
		case 'data-unknown-format':
			return t('refused.unknownFormat', { file });
		case 'data-no-training-images':
			return t('refused.noTraining', { file });
		case 'data-no-test-images':
			return t('refused.noTest', { file });
		case 'data-unreadable':
			return t('refused.unreadable', { file });
		case 'data-too-large':
			return t('refused.tooLarge', { file });
		case 'data-bad-classes':
			return t('refused.badClasses', { file });
		default:
			return null;
	}
}
