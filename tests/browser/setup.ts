import { findBrowser, noBrowser } from '../../scripts/browser.mjs';

export default function setup() {
	if (findBrowser() === null) throw new Error(noBrowser());
}
