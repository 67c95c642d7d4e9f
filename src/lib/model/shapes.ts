import type { Graph, GraphOp } from './graph';

/** Stride of an op that has one, else 1. */
function strideOf(op: GraphOp): 1 | 2 {
	return op.kind === 'conv' || op.kind === 'depthwise' ? op.stride : 1;
}

/**
 * Side of every value in pixels, by value id, for square images of side `imageSize`; 1 after the global pool.
 * Both paddings give ceil(side / stride). Throws RangeError for a size that is no positive integer.
 */
export function valueSides(graph: Graph, imageSize: number): number[] {
	if (!Number.isInteger(imageSize) || imageSize < 1) {
		throw new RangeError(`An image side is a whole number of pixels, at least 1; got ${imageSize}.`);
	}
	const sides = graph.values.map(() => 1);
	sides[0] = imageSize;
	for (const op of graph.ops) {
		if (graph.values[op.output]?.spatial) sides[op.output] = Math.ceil((sides[op.input] ?? 1) / strideOf(op));
	}
	return sides;
}

/** Shape of every value, by value id: [batch, side, side, channels], or [batch, channels] after the pool. */
export function valueShapes(graph: Graph, imageSize: number, batch: number): number[][] {
	const sides = valueSides(graph, imageSize);
	return graph.values.map(({ channels, spatial }, id) => {
		const side = sides[id] ?? 1;
		return spatial ? [batch, side, side, channels] : [batch, channels];
	});
}
