import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runConfigSchema, type RunConfig } from '$lib/recipe/config';
import { fieldsOf, replaced } from '$lib/recipe/fields';
import { parseRunConfig } from '$lib/recipe/parse';
import { longestLink, readRunLink, runLink } from '$lib/runs/link';
import { linkBase, linkKinds } from '$lib/runs/linkBase';
import { someConfig } from './someConfig';

describe('a link to a configuration', () => {
	test('says only what differs from the base, so that one can read and type it', () => {
		expect(runLink(linkBase)).toBe('run=1');
		const stages = [16, 20, 24].map((size) => ({ ...linkBase.stages[0]!, size, dropout: 0.1, epochs: 3 }));
		const config: RunConfig = {
			...linkBase,
			model: 'v2-pico',
			data: { kind: 'cifar10', train: 500, test: null },
			stages,
			optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
			evalSize: 28,
			testSizes: [20, 32]
		};
		const link =
			'run=1&optimizer.kind=adamw&data.kind=cifar10&stages=3&model=v2-pico&data.train=500&' +
			'stages.size=16,20,24&stages.epochs=3&stages.dropout=0.1&optimizer.beta2=0.99&evalSize=28&testSizes=20,32';
		expect(runLink(config)).toBe(link);
		expect(readRunLink(`?${link}`)).toEqual({ config, ignored: [] });
	});

	test('the base, on which links on paper rest, is what it was', () => {
		expect(parseRunConfig(linkBase)).toEqual(linkBase);
		const digestOf = (kinds: object) =>
			createHash('sha256')
				.update(JSON.stringify([linkBase, kinds]))
				.digest('hex')
				.slice(0, 16);
		const { optimizer, data } = linkKinds;
		expect(digestOf({ optimizer, data: data.slice(0, 2) })).toBe('40e67e70334914cc');
		// Kinds that links were refused for before.
		expect(digestOf(linkKinds)).toBe('34f4a5d4abcce191');
	});

	test('gives back every configuration, field by field', () => {
		fc.assert(
			fc.property(someConfig, (config) => {
				const link = runLink(config);
				expect(link.length).toBeLessThan(longestLink);
				expect(link).toMatch(/^[\w.~%,=&-]+$/);
				expect(readRunLink(link)).toEqual({ config, ignored: [] });
			}),
			{ numRuns: 300 }
		);
	});

	test('every field of the schema alone', () => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(someConfig, (config) => {
				for (const name of Object.keys(runConfigSchema.entries)) {
					if (name === 'version') continue;
					const value = new Map(Object.entries(config)).get(name);
					const changed = parseRunConfig(replaced(linkBase, [name], value));
					expect(readRunLink(runLink(changed))).toEqual({ config: changed, ignored: [] });
					seen.add(name);
				}
			}),
			{ numRuns: 30 }
		);
		expect(seen.size).toBe(Object.keys(runConfigSchema.entries).length - 1);
	});

	test("leaves out where a reader's files lie", () => {
		const data = { kind: 'cifar10', train: null, test: null, folder: '/home/reader' } as const;
		expect(runLink({ ...linkBase, data })).toBe('run=1&data.kind=cifar10');
	});
});

describe('a link that somebody wrote', () => {
	const read = (query: string) => {
		const linked = readRunLink(query);
		if (linked === null) throw new Error('no run');
		return linked;
	};

	test.each([
		['run=1&batch=0&model=v2-pico', ['batch'], { model: 'v2-pico' }],
		['run=1&model=v3-giga&seed=7', ['model'], { seed: 7 }],
		['run=1&lr=3&utm_source=mail', ['lr', 'utm_source'], {}],
		['run=1&stages=9&stages.size=16,20', ['stages', 'stages.size'], {}],
		['run=1&stages.size=16,20&flip=false', ['stages.size'], { flip: false }],
		['run=1&optimizer.kind=lion&optimizer.beta1=0.8', ['optimizer.kind', 'optimizer.beta1'], {}],
		[
			'run=1&data.folder=%2Fetc&__proto__.x=1&constructor=1',
			['data.folder', '__proto__.x', 'constructor'],
			{}
		],
		['run=1&version=1&toString=2&stages.constructor=1', ['version', 'toString', 'stages.constructor'], {}],
		['#run=1&clipNorm=null&emaDecay=0.99', [], { emaDecay: 0.99 }],
		['run=7&batch=8', ['run'], {}]
	])('%s: what is valid is taken, the rest named', (query, ignored, changes) => {
		const linked = read(query);
		expect([...linked.ignored].sort()).toEqual([...ignored].sort());
		expect(linked.config).toEqual({ ...linkBase, ...changes });
	});

	test('is no run without its mark, and is cut where it is too long', () => {
		expect(readRunLink('?model=v2-pico')).toBeNull();
		expect(readRunLink('')).toBeNull();
		const long = read(`run=1&seed=3&${'x'.repeat(longestLink)}`);
		expect(long.config.seed).toBe(3);
		expect(long.ignored[0]).toBe('…');
		expect(long.ignored.every((name) => name.length <= 60)).toBe(true);
	});

	test('whatever it says gives a valid configuration, and never throws', () => {
		const names = [
			...fieldsOf(linkBase).keys(),
			'stages',
			'optimizer.beta1',
			'data.folder',
			'run',
			'__proto__'
		];
		const entry = fc.tuple(
			fc.oneof(fc.constantFrom(...names), fc.string()),
			fc.oneof(fc.string(), fc.constantFrom('null', 'true', '1e999', '-1', '8,8', ',', '%', '1e-7'))
		);
		const query = fc.array(entry, { maxLength: 12 }).map((entries) => {
			return `run=1&${entries.map(([name, text]) => `${name}=${text}`).join('&')}`;
		});
		fc.assert(
			fc.property(
				fc.oneof(
					query,
					fc.string().map((text) => `run=1&${text}`)
				),
				(text) => {
					const linked = readRunLink(text);
					if (linked !== null) expect(parseRunConfig(linked.config)).toEqual(linked.config);
				}
			),
			{ numRuns: 2000 }
		);
	});
});
