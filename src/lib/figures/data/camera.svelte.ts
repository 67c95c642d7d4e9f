import type { RgbaImage } from '$lib/data/folders/image';

/**
 * off · starting · on · refused: not allowed · missing: none here, or a page that may have none · busy: there, but did
 * not start.
 */
export type CameraState = 'off' | 'starting' | 'on' | 'refused' | 'missing' | 'busy';

/** Wished for; a camera gives what it has. Larger is made small anyway. */
const wanted = { video: { width: { ideal: 640 }, height: { ideal: 480 } }, audio: false } as const;

/** The reader's camera: nothing is on before `start`, nothing after `stop`. */
export class Camera {
	state = $state<CameraState>('off');
	/** What it sees while it is on, otherwise null. */
	stream = $state.raw<MediaStream | null>(null);
	/** Counts starts and stops: a camera that comes after a stop is let go at once. */
	#turn = 0;

	/** Asks for the camera; what comes of it is the state. */
	async start(): Promise<void> {
		this.stop();
		const turn = this.#turn;
		this.state = 'starting';
		try {
			const stream = await devices().getUserMedia(wanted);
			if (turn === this.#turn) this.#show(stream);
			else release(stream);
		} catch (error) {
			if (turn === this.#turn) this.state = reasonOf(error);
		}
	}

	stop(): void {
		this.#turn++;
		if (this.stream !== null) release(this.stream);
		this.stream = null;
		this.state = 'off';
	}

	#show(stream: MediaStream): void {
		this.stream = stream;
		this.state = 'on';
		// Unplugged, or taken back in the browser's own bar.
		stream.getVideoTracks()[0]?.addEventListener('ended', () => {
			if (this.stream !== stream) return;
			this.stop();
			this.state = 'missing';
		});
	}
}

/** What a video shows now; null before its first frame. */
export function snapshot(video: HTMLVideoElement): RgbaImage | null {
	const { videoWidth: width, videoHeight: height } = video;
	if (width === 0 || height === 0) return null;
	const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
	if (context === null) return null;
	context.drawImage(video, 0, 0);
	return { width, height, data: context.getImageData(0, 0, width, height).data };
}

function release(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

/** A page that is not served securely has no devices at all, whatever the types say. */
function devices(): MediaDevices {
	const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
	if (mediaDevices === undefined) throw new DOMException('no devices', 'NotFoundError');
	return mediaDevices;
}

function reasonOf(error: unknown): CameraState {
	const name = error instanceof Error ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
	return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}
