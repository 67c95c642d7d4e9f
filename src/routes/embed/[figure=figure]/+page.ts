import { figureIds } from '$lib/figures/ids';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => figureIds.map((figure) => ({ figure }));

export const load: PageLoad = ({ params }) => ({ figure: params.figure });
