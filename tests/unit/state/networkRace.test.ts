import { expect, test } from 'vitest';
import { twinRaceLink } from '$lib/state/blocks/twinRace';
import { raceLink, readRaceLink } from '$lib/state/schedules/link';
import { defaultSettings, raceConfigs } from '$lib/state/schedules/settings';

const base = defaultSettings('processor');

test('networks race where entrants have their own: the link from the page of blocks', () => {
	const settings = readRaceLink(`#${twinRaceLink}`, base)!.settings;
	const models = ['v2-nano-mbconv', 'v2-nano', 'v2-nano-fused'];
	expect(settings.entrants).toEqual(
		models.map((model) => ({ kind: 'fixed', finalSize: 32, epochs: 8, model }))
	);
	expect(readRaceLink(raceLink(settings), base)).toEqual({ settings, refused: [] });
	const configs = raceConfigs(settings);
	expect(configs.map(({ model }) => model)).toEqual(models);
	const [first, ...others] = configs;
	for (const other of others) expect({ ...other, model: first!.model }).toEqual(first);
	// A network that there is not makes no entrant.
	expect(readRaceLink('race=1&entrant=fixed,32,8,v3', base)?.settings.entrants).toEqual(base.entrants);
	// By equal cost each is trained as long as costs as many multiply-adds: fewer epochs for what costs more.
	const epochs = raceConfigs({ ...settings, equalCost: true }).map(({ stages }) => stages[0]!.epochs);
	expect(epochs[1]).toBeLessThan(epochs[0]!);
	expect(epochs[2]).toBeLessThan(epochs[1]!);
});
