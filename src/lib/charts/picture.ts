/** A drawn chart as a picture of its own: its colours and type as the page shows them, its title and key above it. */

export interface PictureKey {
	/** A letter or two that look like the mark: `—`, `●`, `◇`. */
	readonly mark: string;
	/** Any CSS colour. */
	readonly color: string;
	readonly name: string;
}

export interface PictureText {
	readonly title: string;
	readonly key: readonly PictureKey[];
}

/** What a drawing looks like, as far as style sheets decide it. */
const properties = [
	'fill',
	'stroke',
	'stroke-width',
	'stroke-dasharray',
	'stroke-linecap',
	'stroke-linejoin',
	'opacity',
	'font-family',
	'font-size',
	'font-weight'
] as const;

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Pixels: around everything, of a line of text, from one name of the key to the next. */
const margin = 10;
const lineHeight = 18;
const keyGap = 14;
const textSize = 12.5;
/** Pixels of a picture per pixel of the page. */
const density = 2;

/** The text of an SVG file. Call it where the chart is on the page. */
export function svgOf(chart: SVGSVGElement, { title, key }: PictureText): string {
	const [width, height] = [chart.width.baseVal.value, chart.height.baseVal.value];
	const pixel = onePixel();
	const color = (text: string) => plainColor(pixel, text);
	const { fontFamily } = getComputedStyle(chart);
	const lines = keyLines(pixel, key, `${textSize}px ${fontFamily}`, width);
	const head = margin + lineHeight * (1 + lines.length);
	const picture = make('svg', { width: width + 2 * margin, height: head + height + margin });
	picture.append(make('title', {}, title));
	picture.append(
		make('rect', { width: '100%', height: '100%', fill: resolved(chart, 'var(--panel)', color) })
	);
	const type = { 'font-family': fontFamily, 'font-size': textSize };
	const ink = resolved(chart, 'var(--ink)', color);
	picture.append(make('text', { x: margin, y: lineHeight, fill: ink, 'font-weight': 650, ...type }, title));
	lines.forEach((line, index) => {
		const y = lineHeight * (2 + index);
		for (const { mark, color: own, name, x } of line) {
			const text = make('text', { x: margin + x, y, fill: ink, ...type });
			text.append(make('tspan', { fill: resolved(chart, own, color), 'font-weight': 650 }, `${mark} `));
			text.append(make('tspan', {}, name));
			picture.append(text);
		}
	});
	const body = make('g', { transform: `translate(${margin} ${head})` });
	for (const child of chart.children) body.append(styledCopy(child, color));
	picture.append(body);
	return new XMLSerializer().serializeToString(picture);
}

/** The key in lines no wider than the chart, each name with its place in its line, pixels. */
function keyLines(
	measure: CanvasRenderingContext2D | null,
	key: readonly PictureKey[],
	font: string,
	width: number
): (PictureKey & { readonly x: number })[][] {
	const lines: (PictureKey & { readonly x: number })[][] = [];
	if (measure) measure.font = font;
	let x = Infinity;
	for (const entry of key) {
		const wide = measure?.measureText(`${entry.mark} ${entry.name}`).width ?? 0;
		if (x + wide > width) {
			lines.push([]);
			x = 0;
		}
		lines.at(-1)?.push({ ...entry, x });
		x += wide + keyGap;
	}
	return lines;
}

/** The picture of an SVG file as a PNG file. Rejects where the browser cannot draw it. */
export async function pngOf(svg: string): Promise<Blob> {
	const image = new Image();
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
	await image.decode();
	const canvas = document.createElement('canvas');
	canvas.width = density * image.naturalWidth;
	canvas.height = density * image.naturalHeight;
	canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => {
			if (blob === null) reject(new Error('The browser made no picture.'));
			else resolve(blob);
		});
	});
}

function make(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
	const element = document.createElementNS(svgNamespace, name);
	for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
	element.textContent = text;
	return element;
}

function styledCopy(element: Element, color: (text: string) => string): Element {
	const copy = element.cloneNode(true) as Element;
	const originals = [element, ...element.querySelectorAll('*')];
	[copy, ...copy.querySelectorAll('*')].forEach((part, index) => {
		const style = getComputedStyle(originals[index] ?? element);
		part.removeAttribute('class');
		for (const property of properties) {
			const value = style.getPropertyValue(property);
			part.setAttribute(property, property === 'fill' || property === 'stroke' ? color(value) : value);
		}
	});
	return copy;
}

/** A CSS colour as the chart has it now. */
function resolved(chart: SVGSVGElement, text: string, color: (text: string) => string): string {
	const probe = document.createElement('span');
	probe.style.color = text;
	chart.parentElement?.append(probe);
	const value = getComputedStyle(probe).color;
	probe.remove();
	return color(value);
}

function onePixel(): CanvasRenderingContext2D | null {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = 1;
	return canvas.getContext('2d', { willReadFrequently: true });
}

/** Programs that draw SVG know no mixed colours: as red, green and blue. */
function plainColor(pixel: CanvasRenderingContext2D | null, text: string): string {
	if (pixel === null || !/^(oklab|oklch|color)\(/.test(text)) return text;
	pixel.clearRect(0, 0, 1, 1);
	pixel.fillStyle = text;
	pixel.fillRect(0, 0, 1, 1);
	const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
	return `rgb(${red}, ${green}, ${blue})`;
}
