/** Results of somebody else in the reader's words. Whatever is in them is shown as text only. */
import type { Language } from '$lib/i18n/language';
import type { Column, SettingName } from '$lib/state/blocks/compare';
import type { SharedBlocks, SharedProblem } from '$lib/state/blocks/shared';
import { deviceText } from './words';

/** On what and whose: the head of a column. */
export function columnText(language: Language, { opened, device }: Column): string {
	const { t, integer } = language;
	const who = opened === null ? t('compare.here') : t('compare.other', { number: integer(opened + 1) });
	return t('compare.column', { device: deviceText(language, device.engine, device), who });
}

/** Devices of a result. */
export const devicesText = (language: Language, { devices }: SharedBlocks): string =>
	devices.map((device) => deviceText(language, device.engine, device)).join(language.t('blocks.and'));

/** On what, when and how a result was measured. */
export function elsewhereText(language: Language, result: SharedBlocks): string {
	const { t, integer, moment } = language;
	return t('compare.elsewhere', {
		device: devicesText(language, result),
		date: moment(result.startedAt),
		model: result.model === 'own' ? t('blocks.ownBlock') : result.model,
		size: integer(result.imageSize),
		batch: integer(result.batch),
		turns: integer(Math.min(...result.devices.map(({ turns }) => turns))),
		samples: integer(Math.min(...result.devices.map(({ samples }) => samples)))
	});
}

/** In what the results differ, or that they do not. */
export function differenceText({ t }: Language, names: readonly SettingName[]): string {
	if (names.length === 0) return t('compare.same');
	return t('compare.differ', {
		fields: names.map((name) => t(`compare.setting.${name}`)).join(t('blocks.and'))
	});
}

/** Why a result was not opened. */
export const problemText = ({ t }: Language, problem: SharedProblem): string =>
	problem.kind === 'field'
		? t('compare.problem.field', { field: problem.field })
		: t(`compare.problem.${problem.kind}`);
