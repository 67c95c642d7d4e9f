/** All that is drawn by lot for one image. The class is not: it is the index modulo ten, whatever falls here. */
import type { Draws } from './draws';
import { drawTexture, type Texture } from './texture';

export const side = 32;

interface Range {
	readonly min: number;
	readonly max: number;
}

/** Lumas that leave room for chroma and noise, and, above a filling, for a brighter background. */
const fillingLuma: Range = { min: 20, max: 215 };
const backgroundLuma: Range = { min: 20, max: 235 };

export type Colour = readonly [red: number, green: number, blue: number];

interface Pose {
	/** Radians. */
	readonly turn: number;
	/** Pixels, like the centre. */
	readonly radius: number;
	readonly x: number;
	readonly y: number;
	/** x is stretched and y shrunk by this factor, in the form's own frame. */
	readonly stretch: number;
}

interface Painted {
	readonly texture: Texture;
	readonly first: Colour;
	readonly second: Colour;
}

interface Occluder {
	readonly present: boolean;
	readonly x: number;
	readonly y: number;
	readonly radius: number;
	readonly colour: Colour;
}

export interface Scene {
	readonly pose: Pose;
	readonly filling: Painted;
	readonly background: Painted;
	readonly occluders: readonly Occluder[];
	/** Brightness gained per pixel to the right and downwards, as a factor. */
	readonly light: { readonly x: number; readonly y: number };
	/** Amplitude of the noise. */
	readonly noise: number;
}

/** Takes the same number of draws whatever falls, so that every part of a scene has a fixed place in its stream. */
export function drawScene(draws: Draws): Scene {
	const pose = drawPose(draws);
	const { filling, background } = drawPaint(draws, pose.radius);
	const occluders = [drawOccluder(draws), drawOccluder(draws)];
	const strength = draws.between(0, 0.35) / (side / 2);
	const direction = draws.between(0, 2 * Math.PI);
	const light = { x: strength * Math.cos(direction), y: strength * Math.sin(direction) };
	return { pose, filling, background, occluders, light, noise: draws.between(4, 16) };
}

function drawPose(draws: Draws): Pose {
	const turn = draws.between(-0.5, 0.5);
	const radius = draws.logBetween(9, 14.5);
	const shift = Math.min(4.5, side / 2 - 0.7 * radius);
	return {
		turn,
		radius,
		x: side / 2 + draws.between(-shift, shift),
		y: side / 2 + draws.between(-shift, shift),
		stretch: 1 + draws.between(-0.2, 0.2)
	};
}

/** Form and background differ in luma, so that the form can be seen; in hue they are independent. */
function drawPaint(draws: Draws, radius: number): { filling: Painted; background: Painted } {
	const inside = drawTexture(draws, 0.5 * radius, 0.7 * radius);
	const outside = drawTexture(draws, 0.4 * radius, radius);
	const first = draws.between(85, 195);
	const difference = draws.between(36, 100);
	const second = pickSide(draws.chance(0.5), first - difference, first + difference, fillingLuma);
	const gap = draws.between(14, 80);
	const below = Math.min(first, second) - gap;
	const above = Math.max(first, second) + gap;
	const mean = pickSide(draws.chance(0.75), below, above, backgroundLuma);
	const contrast = draws.between(-50, 50);
	// A flat background has one colour only, and that is of the mean luma.
	const fromMean = outside.kind === 'flat' ? 0 : contrast / 2;
	return {
		filling: { texture: inside, first: drawColour(draws, first), second: drawColour(draws, second) },
		background: {
			texture: outside,
			first: drawColour(draws, mean - fromMean),
			second: drawColour(draws, mean + fromMean)
		}
	};
}

/** The lower or the higher luma as wanted if it is in the range, else the other; the roomier side's end if neither is. */
function pickSide(wantLower: boolean, lower: number, higher: number, range: Range): number {
	const roomBelow = lower - range.min;
	const roomAbove = range.max - higher;
	const wantedFits = (wantLower ? roomBelow : roomAbove) >= 0;
	const takeLower = wantedFits ? wantLower : roomBelow > roomAbove;
	return takeLower ? Math.max(lower, range.min) : Math.min(higher, range.max);
}

function drawOccluder(draws: Draws): Occluder {
	return {
		present: draws.chance(0.5),
		x: draws.between(0, side),
		y: draws.between(0, side),
		radius: draws.between(2, 5),
		colour: drawColour(draws, draws.between(40, 215))
	};
}

/** A colour of the given luma (weights of ITU-R BT.601): red and blue move freely, green makes up for them. */
function drawColour(draws: Draws, luma: number): Colour {
	const red = draws.between(-60, 60);
	const blue = draws.between(-60, 60);
	return [luma + red, luma - (0.299 * red + 0.114 * blue) / 0.587, luma + blue];
}
