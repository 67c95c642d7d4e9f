/** Sums over the lanes of a workgroup: by subgroup operations where the device has them, else pairwise in its memory. */
import type { Features } from '../features';
import { each, type Source } from './source';

export interface Lanes {
	/** Threads of the workgroup: a power of two. */
	readonly lanes: number;
	readonly type: 'vec3f' | 'vec4f';
	readonly features: Features;
}

/** The memory in which variables of these names are summed, and what else `laneSums` needs. */
export function withLaneSums(
	source: Source,
	names: readonly string[],
	{ lanes, type, features }: Lanes
): Source {
	if (features.subgroups) source.subgroups();
	return source.add(each(names.length, (i) => `var<workgroup> lanes_${names[i]}: array<${type}, ${lanes}>;`));
}

/** Statements after which variables of these names hold their sums: in lane 0, with subgroups in every lane. */
export function laneSums(names: readonly string[], { lanes, type, features }: Lanes): string {
	const all = (line: (name: string) => string) => names.map(line).join(' ');
	return features.subgroups ? bySubgroups(all, lanes, type) : pairwise(all, lanes);
}

type All = (line: (name: string) => string) => string;

function pairwise(all: All, lanes: number): string {
	return `
${all((name) => `lanes_${name}[lane] = ${name};`)}
for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
workgroupBarrier();
if (lane < half) { ${all((name) => `lanes_${name}[lane] += lanes_${name}[lane + half];`)} }
}
${all((name) => `${name} = lanes_${name}[lane];`)}`;
}

/**
 * WGSL promises neither a subgroup's size nor which lanes are in it, nor that it is full. So each puts its sum where its
 * first lane is, among zeros, and then all of them add up the whole array, its lanes taking turns.
 */
function bySubgroups(all: All, lanes: number, type: string): string {
	return `
${all((name) => `${name} = subgroupAdd(${name});`)}
if (subgroupElect()) { ${all((name) => `lanes_${name}[lane] = ${name};`)} }
workgroupBarrier();
{
let rank = subgroupExclusiveAdd(1u); let size = subgroupAdd(1u);
${all((name) => `${name} = ${type}();`)}
for (var i = rank; i < ${lanes}u; i += size) { ${all((name) => `${name} += lanes_${name}[i];`)} }
${all((name) => `${name} = subgroupAdd(${name});`)}
}`;
}
