import { expect, test } from 'vitest';
import { networkGroups } from '$lib/figures/network/groups';
import { networkName } from '$lib/figures/network/networkName';
import { en } from '$lib/i18n/en';
import { Language } from '$lib/i18n/language';
import { writeNetwork } from '$lib/model/notation';
import { findVariant } from '$lib/model/variants';

const own = writeNetwork(findVariant('v2-nano')!);
const language = new Language(() => ({ locale: 'en', messages: en }));

test('a variant is called by its name, a network of the reader by its size', () => {
	expect(networkName(language, 'v2-nano')).toBe('v2-nano');
	expect(networkName(language, own)).toBe('your own: 4 stages, 225\u202fk parameters');
	expect(networkName(language, 'stem_nonsense')).toBe('stem_nonsense');
});

test('what is not among the usual ones stands first in the choice', () => {
	const usual = networkGroups(language, 'v2-nano');
	expect(networkGroups(language)).toEqual(usual);
	const [first, ...rest] = networkGroups(language, own);
	expect(first?.options).toEqual([{ value: own, label: networkName(language, own) }]);
	expect(rest).toEqual(usual);
});
