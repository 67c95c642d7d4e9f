/** A square image while operations work on it. */
export interface Levels {
	/** Pixels. */
	readonly side: number;
	/** side·side·3, interleaved R G B, row major. */
	readonly pixels: Uint8Array;
	/** As many bytes for an operation that reads its neighbours; worth nothing afterwards. */
	readonly spare: Uint8Array;
}
