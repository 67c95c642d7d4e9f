/** What it needs of a lab. */
interface Lab {
	/** The last failure. */
	problem: object | null;
	/** Whether it can begin now. */
	readonly ready: boolean;
}

interface Steps {
	/** Whether the device, or that there is none, is known. */
	readonly known: () => boolean;
	/** Looks for the device. */
	readonly look: () => void;
	readonly begin: () => void;
}

/**
 * The button of a lab that starts no worker before it is pressed: then the device is looked for, and the lab begins by itself.
 * To be made while its component is.
 */
export class FirstPress {
	/** From the press to the answer, whatever that is. */
	waits = $state(false);
	readonly press: () => void;

	constructor(lab: Lab, { known, look, begin }: Steps) {
		this.press = () => {
			this.waits = true;
			lab.problem = null;
			if (!known()) look();
		};
		$effect(() => {
			if (!this.waits || (!known() && lab.problem === null)) return;
			this.waits = false;
			if (lab.ready) begin();
		});
	}
}
