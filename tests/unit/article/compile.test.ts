import { describe, expect, it } from 'vitest';
import { compileSection } from '../../../scripts/article/compile.mjs';
import { article, surroundingsOf } from '../../../scripts/article/plugin.mjs';
import { citationOf, references } from '$lib/paper/references';

const around = surroundingsOf('en', ['first', 'second'], { tan2021: 'Tan & Le 2021' });
const compile = (source: string) => compileSection(`# Title\n\n${source}`, 'one', around);
const html = (source: string) =>
	compile(source)
		.pieces.map((piece) => ('html' in piece ? piece.html : ''))
		.join('');

describe('a section', () => {
	it('begins with its title', () => {
		expect(compile('Text.')).toEqual({ id: 'one', title: 'Title', pieces: [{ html: '<p>Text.</p>' }] });
		expect(() => compileSection('Text.', 'one', around)).toThrow('does not begin with "# Title"');
	});

	it('is prose between figures', () => {
		expect(compile('A.\n\n::figure{#second}\n\nB.\n\nC.').pieces).toEqual([
			{ html: '<p>A.</p>' },
			{ figure: 'second' },
			{ html: '<p>B.</p>\n<p>C.</p>' }
		]);
	});

	it('has parts with figures of their own', () => {
		expect(compile(':::deep[More of it]{#more}\n\nA.\n\n::figure{#first}\n\n:::').pieces).toEqual([
			{
				deep: { id: 'more', title: 'More of it' },
				pieces: [{ html: '<p>A.</p>' }, { figure: 'first' }]
			}
		]);
		expect(() => compile(':::deep{#more}\n\nA.\n\n:::')).toThrow('no [title]');
	});
});

describe('what the text marks', () => {
	it.each([
		[':cite[tan2021]', '<a class="cite" href="#ref-tan2021">Tan &#x26; Le 2021</a>'],
		[':cite[Table 7]{#tan2021}', '<a class="cite" href="#ref-tan2021">Table 7</a>'],
		[':term[深度卷积]{#depthwise}', '<a class="term" href="#term-depthwise">深度卷积</a>'],
		[':note[Aside.]', '<span class="note" role="note">Aside.</span>'],
		[':fig{#second}', '<a href="#fig-second">Figure 2</a>'],
		[':fused[Fused-MBConv]', '<span class="fused">Fused-MBConv</span>'],
		['[lab](lab:blocks)', '<a href="blocks/">lab</a>'],
		['[table](lab:scaling#table7)', '<a href="scaling/#table7">table</a>'],
		['[section](#cost)', '<a href="#cost">section</a>']
	])('%s', (source, expected) => {
		expect(html(source)).toBe(`<p>${expected}</p>`);
	});

	it('keeps a unit with its number', () => {
		expect(html('84.7 % of 66 M at 300 px')).toBe('<p>84.7\u00a0% of 66\u00a0M at 300\u00a0px</p>');
	});

	it('sets formulas as MathML, without style sheets', () => {
		const formula = html('$A \\cdot S^{w}$');
		expect(formula).toContain('<math');
		expect(formula).not.toMatch(/style=|katex-html/);
	});

	it('keeps the marks around a formula with it', () => {
		const bare = (source: string) => html(source).replaceAll(/<span class="katex">.*?<\/math><\/span>/g, 'F');
		expect(bare('so $a$, or ($b$); $c$ holds')).toBe(
			'<p>so <span class="held">F,</span> or <span class="held">(F);</span> <span class="held">F</span> holds</p>'
		);
		expect(bare('取 $a$、$b$。再')).toBe(
			'<p>取 <span class="held">F、</span><span class="held">F。</span>再</p>'
		);
	});

	it('passes no HTML on, and escapes what looks like it', () => {
		expect(html('a < b <script>alert(1)</script>')).not.toContain('<script');
	});

	it.each([
		[':cite[nobody1999]', 'No reference is called nobody1999'],
		['::figure{#third}', 'no figure third'],
		[':fig{#third}', 'no figure third'],
		[':term[word]', 'needs an id'],
		[':unknown[word]', 'No directive :unknown'],
		['::unknown', 'No directive ::unknown'],
		['$\\nothing$', 'katex']
	])('refuses %s', (source, reason) => {
		expect(() => html(source)).toThrow(new RegExp(reason, 'i'));
	});
});

describe('the plugin', () => {
	it('leaves other Markdown alone', () => {
		const { transform } = article({ citations: {} });
		expect(typeof transform).toBe('function');
		expect((transform as (source: string, id: string) => unknown)('# A', '/docs/a.md')).toBeNull();
	});
});

describe('references', () => {
	it.each([
		['tan2021', 'Tan & Le 2021'],
		['sandler2018', 'Sandler et al. 2018'],
		['howard2018', 'Howard 2018'],
		['timm', 'timm']
	] as const)('%s is called %s', (id, name) => {
		expect(citationOf(references[id])).toBe(name);
	});
});
