/** A published figure, never one that this project measured. */
export interface Fact<Value> {
	readonly value: Value;
	/** Where it is printed, precise enough to look it up. */
	readonly source: string;
	/** True where a second, independent source gives the same figure. */
	readonly verified: boolean;
}
