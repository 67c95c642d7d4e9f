/** The four textures that fill a silhouette or its background; which one says nothing about the class. */
import type { Draws } from './draws';

export const textureKinds = ['stripes', 'dots', 'flat', 'waves'] as const;
export type TextureKind = (typeof textureKinds)[number];

export interface Texture {
	readonly kind: TextureKind;
	/** Pixels. */
	readonly period: number;
	/** Direction in which the texture changes. */
	readonly cos: number;
	readonly sin: number;
	readonly phase: number;
	readonly acrossPhase: number;
}

/** Takes five draws. */
export function drawTexture(draws: Draws, shortest: number, longest: number): Texture {
	const kind = draws.pick(textureKinds);
	const direction = draws.between(0, 2 * Math.PI);
	return {
		kind,
		period: draws.between(shortest, longest),
		cos: Math.cos(direction),
		sin: Math.sin(direction),
		phase: draws.between(0, 2 * Math.PI),
		acrossPhase: draws.between(0, 2 * Math.PI)
	};
}

/** Share of the second colour at (x, y), 0 to 1. */
export function textureAt(texture: Texture, x: number, y: number): number {
	const { kind, period, cos, sin, phase, acrossPhase } = texture;
	if (kind === 'flat') return 0;
	const scale = (2 * Math.PI) / period;
	const along = scale * (x * cos + y * sin);
	const across = scale * (y * cos - x * sin);
	switch (kind) {
		case 'stripes':
			return softEdge(Math.sin(along + phase) / scale);
		case 'dots':
			return softEdge((Math.sin(along + phase) * Math.sin(across + acrossPhase)) / scale);
		case 'waves':
			// Over twice the period, and the fronts themselves wave: clouds rather than bars.
			return 0.5 + 0.5 * Math.sin(along / 3.5 + phase + 0.6 * Math.sin(across / 4 + acrossPhase));
	}
}

/** From 0 to 1 over one pixel, for a signed distance in pixels. */
function softEdge(distance: number): number {
	return Math.min(Math.max(distance + 0.5, 0), 1);
}
