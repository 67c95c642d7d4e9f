import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	readSearch,
	searchCsv,
	searchDocument,
	SearchError,
	type SearchRecord
} from '$lib/labs/search/document';
import { resultOf, resultsOf, settings } from './searchResults';

const search = settings({ seed: 11 });
const record: SearchRecord = {
	startedAt: '2026-11-29T12:00:00.000Z',
	...{ engine: 'wasm', adapter: 'CPU', software: false, browser: 'a test' },
	settings: search,
	data: { kind: 'procedural', seed: 0, images: 200, heldOut: 40, classes: 10, sha256: 'ab'.repeat(32) },
	results: resultsOf(8, search, (proposal) => resultOf(proposal, proposal.number === 5 ? null : 0.3))
};
const text = JSON.stringify(searchDocument(record));

/** The document with one value of it set, by its path. */
function changed(path: string, value: unknown): string {
	const document = JSON.parse(text) as Record<string, unknown>;
	const names = path.split('.');
	const last = names.pop()!;
	const place = names.reduce((at, name) => at[name] as Record<string, unknown>, document);
	if (value === undefined) Reflect.deleteProperty(place, last);
	else place[last] = value;
	return JSON.stringify(document);
}

describe('the file of a search', () => {
	test('is the same search when it is read back', () => {
		expect(readSearch(text)).toEqual(record);
	});

	test('says the reward and the network of each candidate', () => {
		const [first] = searchDocument(record).results;
		expect(first).toMatchObject({ reward: 0.3, network: 'f3e1x1 f3e4x1 m3e4x1 m3e4x1 m3e4x1' });
	});

	test.each([
		['settings.w', 0.1, 'In the search "settings.w" must be a number from -1 to 0, not 0.1.'],
		['settings.v', -70, 'In the search "settings.v" must be a number from -1 to 0, not -70.'],
		['settings.w', 'NaN', 'In the search "settings.w" must be a number from -1 to 0, not "NaN".'],
		['settings.steps', 0, 'In the search "settings.steps" must be a whole number from 10 to 10000, not 0.'],
		['settings.seed', undefined, 'The search lacks "settings.seed".'],
		['settings.depth', 3, 'A search has no field "settings.depth".'],
		['results.2.accuracy', 1.5, 'In the search "results.2.accuracy" cannot be 1.5.'],
		['results.2.genes.0.layers', 0, 'In the search "results.2.genes.0.layers" cannot be 0.'],
		['results.2.genes', [], 'In the search "results.2.genes" cannot be 0.'],
		['results.2.number', 3, 'Candidate 2 of the search has the number 3.'],
		['results.2.parent', 2, 'Candidate 2 of the search cannot come from candidate 2.'],
		['results.0.genes.0.layers', 9, 'Candidate 0 of the search is no network around v2-pico.'],
		['version', 2, 'The search is of version 2; only version 1 can be read.'],
		['format', 'run', 'This is not the export of a search: it lacks its "format".']
	])('with %s = %o is refused by name', (path, value, sentence) => {
		expect(() => readSearch(changed(path, value))).toThrow(new SearchError(sentence));
	});

	test('a count that the block table does not have is refused', () => {
		const wrong = changed('results.1.parameters', 1);
		expect(() => readSearch(wrong)).toThrow(/^Candidate 1 of the search is said to have 1 parameters/);
	});

	test.each(['', 'x', '[]', 'null', '7', '{}'])('%s is refused with a sentence', (other) => {
		expect(() => readSearch(other)).toThrow(SearchError);
	});

	test('whatever is put in the place of a value, it is read or refused with a sentence', () => {
		const paths = [
			'settings',
			'data',
			'results',
			'results.1',
			'results.1.step',
			'settings.backbone',
			'data.sha256'
		];
		fc.assert(
			fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
				try {
					readSearch(changed(path, value));
				} catch (error) {
					expect(error).toBeInstanceOf(SearchError);
					expect((error as SearchError).message).toMatch(/^[A-Z].*\.$/s);
				}
			})
		);
	});
});

test('the CSV has a line for each candidate, empty where nothing was measured', () => {
	const [head, ...lines] = searchCsv(record).trim().split('\n');
	expect(lines).toHaveLength(8);
	const columns = head!.split(',');
	const cell = (line: number, name: string) => lines[line]!.split(',')[columns.indexOf(name)];
	expect(cell(5, 'accuracy')).toBe('');
	expect(cell(5, 'reward')).toBe('0');
	expect(Number(cell(3, 'parameters'))).toBe(record.results[3]!.parameters);
	expect(cell(0, 'network')).toBe('f3e1x1 f3e4x1 m3e4x1 m3e4x1 m3e4x1');
	for (const line of lines) expect(line.split(',')).toHaveLength(columns.length);
});
