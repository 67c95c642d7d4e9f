/** The paper, as the arXiv and ICML have it. */
const paper = {
	'@type': 'ScholarlyArticle',
	name: 'EfficientNetV2: Smaller Models and Faster Training',
	author: [
		{ '@type': 'Person', name: 'Mingxing Tan' },
		{ '@type': 'Person', name: 'Quoc V. Le' }
	],
	datePublished: '2021',
	url: 'https://arxiv.org/abs/2104.00298',
	identifier: 'arXiv:2104.00298'
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (html: string) =>
	html.replace(/&(amp|lt|gt|quot|#39);/g, (all, name: string) => entities[name] ?? all);

/**
 * What a page is, for search engines (schema.org, JSON-LD), by its own title and description.
 * @param html The page as it was rendered. @param language Its BCP 47 tag.
 */
export function structuredData(html: string, language: string): string {
	const name = decoded(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');
	const description = decoded(/<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? '');
	const data = {
		'@context': 'https://schema.org',
		'@type': 'LearningResource',
		name,
		description,
		inLanguage: language,
		isAccessibleForFree: true,
		about: paper,
		citation: paper
	};
	// Nothing in it may end the script.
	return JSON.stringify(data).replaceAll('<', '\\u003c');
}
