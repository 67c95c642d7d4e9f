import { isFigureId, type FigureId } from '$lib/figures/ids';

export function match(param: string): param is FigureId {
	return isFigureId(param);
}
