import './scripts/svelteTypes.mjs';
import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import {
	coreRooms,
	doorFiles,
	enginePackages,
	folderOf,
	labPackages,
	pagePackages,
	pageRooms
} from './scripts/rooms.mjs';
import svelteConfig from './svelte.config.js';

const rooms = { ...coreRooms, ...pageRooms };

/** The selector of one entry of the room table. @param {string} entry */
function target(entry) {
	if (entry.startsWith('types:')) {
		return { to: { element: { type: entry.slice('types:'.length) } }, dependency: { kind: 'type' } };
	}
	if (entry.startsWith('door:')) {
		return { to: { element: { type: entry.slice('door:'.length) }, file: { categories: 'door' } } };
	}
	if (entry === 'worker') return { to: { element: { type: 'worker' }, file: { categories: 'door' } } };
	return { to: { element: { type: entry } } };
}

// The last policy that matches decides: nothing, then what the table allows.
const roomPolicies = Object.entries(rooms).flatMap(([room, allowed]) => [
	{
		from: { element: { type: room } },
		disallow: { to: { element: { type: '*' } } },
		message:
			`The room "${room}" may import ${['random', ...allowed].join(', ')} only, ` +
			'not {{ dependency.source }} (see scripts/rooms.mjs).'
	},
	{ from: { element: { type: room } }, allow: ['random', ...allowed].map(target) }
]);

const packagePolicies = [
	{ allow: { to: { module: { origin: ['external', 'core'] } } } },
	{
		from: { element: { type: '!engine' } },
		disallow: { to: { module: { source: enginePackages } } },
		message: 'Only engine/ may load {{ dependency.source }}: the GPU has one owner.'
	},
	{
		from: { element: { type: '!cli' } },
		disallow: { to: { module: { source: labPackages } } },
		message: 'Only cli/ may load {{ dependency.source }}: browsers need none of it.'
	},
	{
		from: { element: { type: Object.keys(coreRooms) } },
		disallow: { to: { module: { source: pagePackages } } },
		message: 'The worker and lab load this room: {{ dependency.source }} belongs to the page.'
	},
	{
		from: { element: { type: Object.keys(rooms).filter((room) => room !== 'cli' && room !== 'engine') } },
		disallow: { to: { module: { origin: 'core' } } },
		message: 'Browsers load this room: only cli/ and engine/ may use {{ dependency.source }}.'
	}
];

const doorPolicy = {
	from: { element: { type: ['worker', 'labs'] }, file: { categories: 'door' } },
	disallow: {
		to: { element: { type: ['engine', 'data'] } },
		dependency: { kind: 'value' }
	},
	message: "The page loads the worker's client and protocol: they may take types of the engine, no code."
};

export default ts.config(
	{
		ignores: [
			'node_modules/',
			'.svelte-kit/',
			'build/',
			'static/',
			// AssemblyScript: another language in TypeScript's letters.
			'src/lib/engine/wasm/assembly/',
			'tests/fixtures/',
			'test-results/',
			'.cache/'
		]
	},
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	js.configs.recommended,
	ts.configs.recommendedTypeChecked,
	ts.configs.stylisticTypeChecked,
	svelte.configs.recommended,
	svelte.configs.prettier,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		rules: {
			// TypeScript knows every name.
			'no-undef': 'off',
			eqeqeq: 'error',
			'max-lines': ['error', { max: 300 }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true }
			],
			// noUncheckedIndexedAccess makes `x[i]!` the honest form in loops over typed arrays.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/prefer-for-of': 'off',
			// An async method turns what it throws into a rejection, and an owner of nothing disposes of nothing.
			'@typescript-eslint/require-await': 'off',
			'@typescript-eslint/no-empty-function': 'off',
			// An empty environment variable is an unset one.
			'@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
			'@typescript-eslint/consistent-type-definitions': 'off',
			'@typescript-eslint/non-nullable-type-assertion-style': 'off',
			// Numbers in messages need no String() around them.
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowNumber: true, allowBoolean: true }
			],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
		}
	},
	// JSDoc casts are invisible to the type-aware rules; tsc checks these files.
	{ files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
	{
		files: ['**/*.svelte', '**/*.svelte.ts', '**/*.svelte.js'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		// What another component hands to a snippet is `any` for ESLint, which sees no types of components; svelte-check does.
		files: ['**/*.svelte'],
		rules: {
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off',
			// Some addresses are resolved elsewhere and handed on; the build follows every link and ends at one that leads nowhere.
			'svelte/no-navigation-without-resolve': ['error', { ignoreLinks: true }],
			// State here is runes: there is no store to forget the $ of, and looking for one takes a tenth of the time.
			'svelte/require-store-reactive-access': 'off',
			'no-restricted-imports': ['error', 'svelte/store']
		}
	},
	{
		// HTML that is compiled from the project's own Markdown, or prerendered from its own components.
		files: [
			'src/lib/article/Prose.svelte',
			'src/lib/figures/FigureFrame.svelte',
			'src/routes/*/playground/+page.svelte'
		],
		rules: { 'svelte/no-at-html-tags': 'off' }
	},
	// Tests take methods apart and hold them in tables.
	{ files: ['tests/**/*.ts'], rules: { '@typescript-eslint/unbound-method': 'off' } },
	{
		files: ['src/**/*.ts'],
		rules: {
			'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
			complexity: ['error', 15]
		}
	},
	{
		files: ['src/**/*.{ts,svelte}'],
		ignores: ['src/*.ts', 'src/service-worker/*.ts'],
		plugins: { boundaries },
		settings: {
			'import/resolver': { typescript: { project: import.meta.dirname } },
			// No file answers to these names; unflagged they would count as unknown files of this project.
			'boundaries/flag-as-external': { customSourcePatterns: ['$app/**', '$env/**', './$types'] },
			'boundaries/include': ['src/**/*'],
			'boundaries/elements': [
				...Object.keys(rooms).map((type) => ({ type, pattern: folderOf(type), partialMatch: false })),
				{ type: 'routes', pattern: 'src/params', partialMatch: false }
			],
			'boundaries/files': [{ category: 'door', pattern: doorFiles }]
		},
		rules: {
			'boundaries/no-unknown-files': 'error',
			'boundaries/dependencies': [
				'error',
				{
					default: 'disallow',
					checkAllOrigins: true,
					checkUnknownLocals: true,
					message:
						'This import crosses a wall of the house (see scripts/rooms.mjs): {{ dependency.source }}.',
					policies: [...roomPolicies, doorPolicy, ...packagePolicies]
				}
			]
		}
	}
);
