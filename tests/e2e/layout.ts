import type { Page } from '@playwright/test';

/** What a reader may set without losing anything (WCAG 1.4.12). */
const textSpacing = `
	* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
	p { margin-bottom: 2em !important; }
`;

/** What shortens a class's name and has all of it in words beside: predictions, tiles, heads of the confusion matrix. */
const shortened = '.name, .truth, .answer, thead span, tbody th, .corner';

/**
 * What is cut off or leaves the page as it stands, a line each: the page scrolls sideways; a box hides a part of its
 * words; a word of a drawing lies outside of it. Tables and charts may scroll by themselves.
 */
function layoutFaults(page: Page): Promise<string[]> {
	return page.evaluate((shortened) => {
		const root = document.documentElement;
		const words = (element: Element) => (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
		const faults: string[] = [];
		if (root.scrollWidth > root.clientWidth)
			faults.push(`the page is ${root.scrollWidth} px wide, of ${root.clientWidth}`);
		for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
			if (!(element instanceof HTMLElement) || words(element) === '' || !element.checkVisibility()) continue;
			const { overflowX, overflowY, clipPath, visibility } = getComputedStyle(element);
			// What is only spoken.
			if (clipPath !== 'none' || visibility === 'hidden' || element.matches(shortened)) continue;
			const hides = (overflow: string, whole: number, shown: number) =>
				/hidden|clip/.test(overflow) && shown > 0 && whole > shown + 1;
			if (
				hides(overflowX, element.scrollWidth, element.clientWidth) ||
				hides(overflowY, element.scrollHeight, element.clientHeight)
			)
				faults.push(`cut off: ${element.tagName}.${element.className} “${words(element)}”`);
		}
		for (const text of document.body.querySelectorAll<SVGTextElement>('svg text')) {
			const drawing = text.ownerSVGElement;
			if (drawing === null || !text.checkVisibility() || getComputedStyle(drawing).overflow === 'visible')
				continue;
			const [own, room] = [text.getBoundingClientRect(), drawing.getBoundingClientRect()];
			const outside = [
				room.left - own.left,
				own.right - room.right,
				room.top - own.top,
				own.bottom - room.bottom
			];
			if (own.width > 0 && Math.max(...outside) > 2)
				faults.push(`outside of its drawing by ${Math.max(...outside).toFixed(1)} px: “${words(text)}”`);
		}
		return [...new Set(faults)];
	}, shortened);
}

/** The page at a width, all folds open, when its drawings have taken it. */
async function takeWidth(page: Page, width: number): Promise<void> {
	await page.setViewportSize({ width, height: 844 });
	await page.evaluate(async () => {
		for (const fold of document.querySelectorAll<HTMLDetailsElement>('details:not([name])')) fold.open = true;
		for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
	});
}

/**
 * Faults at the widths given, with the width before each: 640 px are 1,280 at 200 % zoom, 320 px are 1,280 at 400 %
 * (WCAG 1.4.4, 1.4.10); then with the reader's text spacing (1.4.12) at the last of them and at 1,280.
 */
export async function faultsWhenZoomed(page: Page, widths: readonly number[]): Promise<string[]> {
	const found: string[] = [];
	const look = async (width: number, how = '') => {
		await takeWidth(page, width);
		found.push(...(await layoutFaults(page)).map((fault) => `${width} px${how}: ${fault}`));
	};
	for (const width of widths) await look(width);
	// As an adopted sheet, which the page's policy does not judge.
	await page.evaluate((css) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		document.adoptedStyleSheets = [sheet];
	}, textSpacing);
	for (const width of [...widths.slice(-1), 1280]) await look(width, ', text spaced');
	return found;
}
