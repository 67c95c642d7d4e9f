/** From a scene to pixels. All arithmetic in doubles; only the last line rounds. */
import type { CounterStream } from '$lib/random/stream';
import { side, type Colour, type Scene } from './scene';
import type { Silhouette } from './silhouettes';
import { textureAt } from './texture';

/** Draws of an image's stream that belong to its scene; the noise of pixel p is in the four words from here + 4 p. */
const firstNoiseDraw = 64;

/** Writes side·side·3 bytes, interleaved, to `out` from `offset` on. `stream` gives the noise. */
export function render(
	scene: Scene,
	form: Silhouette,
	stream: CounterStream,
	out: Uint8Array,
	offset: number
): void {
	const colour: [number, number, number] = [0, 0, 0];
	for (let row = 0; row < side; row++) {
		for (let column = 0; column < side; column++) {
			const x = column + 0.5;
			const y = row + 0.5;
			paint(colour, scene, form, x, y);
			const light = 1 + scene.light.x * (x - side / 2) + scene.light.y * (y - side / 2);
			const pixel = row * side + column;
			const draw = firstNoiseDraw + 4 * pixel;
			const shared = triangular(stream.uint32(draw + 3));
			for (let c = 0; c < 3; c++) {
				const noise = noiseScale * scene.noise * (shared + triangular(stream.uint32(draw + c)));
				const value = Math.floor((colour[c] ?? 0) * light + noise + 0.5);
				out[offset + 3 * pixel + c] = Math.min(Math.max(value, 0), 255);
			}
		}
	}
}

/**
 * A triangular draw between -1 and 1 has the variance 1/6. The amplitude of the noise is its standard deviation, half
 * of the variance shared by the channels and half their own: √(6/2) for each of the two draws.
 */
const noiseScale = Math.sqrt(3);

/** The sum of two uniforms, the halves of a word, between -1 and 1. */
function triangular(word: number): number {
	return ((word >>> 16) + (word & 0xffff) + 1) / 65536 - 1;
}

function paint(colour: [number, number, number], scene: Scene, form: Silhouette, x: number, y: number): void {
	const inside = coverageOfForm(scene, form, x, y);
	colour.fill(0);
	if (inside < 1) blendTexture(colour, scene.background, x, y, 1 - inside);
	if (inside > 0) blendTexture(colour, scene.filling, x, y, inside);
	for (const occluder of scene.occluders) {
		if (!occluder.present) continue;
		const dx = x - occluder.x;
		const dy = y - occluder.y;
		const cover = coverage(Math.sqrt(dx * dx + dy * dy) - occluder.radius);
		if (cover === 0) continue;
		for (let c = 0; c < 3; c++) colour[c] = (colour[c] ?? 0) * (1 - cover);
		add(colour, occluder.colour, cover);
	}
}

function coverageOfForm(scene: Scene, form: Silhouette, x: number, y: number): number {
	const { turn, radius, stretch } = scene.pose;
	const cos = Math.cos(turn);
	const sin = Math.sin(turn);
	const dx = x - scene.pose.x;
	const dy = y - scene.pose.y;
	return coverage(form.distance((cos * dx + sin * dy) / stretch, (cos * dy - sin * dx) * stretch, radius));
}

function coverage(distance: number): number {
	return Math.min(Math.max(0.5 - distance, 0), 1);
}

function blendTexture(
	colour: [number, number, number],
	painted: Scene['filling'],
	x: number,
	y: number,
	weight: number
): void {
	const second = textureAt(painted.texture, x, y);
	add(colour, painted.first, weight * (1 - second));
	add(colour, painted.second, weight * second);
}

function add(sum: [number, number, number], colour: Colour, weight: number): void {
	sum[0] += weight * colour[0];
	sum[1] += weight * colour[1];
	sum[2] += weight * colour[2];
}
