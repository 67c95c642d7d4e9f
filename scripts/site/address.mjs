/**
 * Where the public will find the site, for what must hold whole addresses (sitemap, canonical links, pictures beside a link).
 * SITE_URL is the address of its root, with BASE_PATH at its end where there is one. Without it pages stay free of addresses
 * and run anywhere; the sitemap then names the address of `npm start`.
 */

/** Without a slash at its end; '' where none is given. @returns {string} @throws Error where it is no address. */
export function siteAddress() {
	const given = (process.env.SITE_URL ?? '').replace(/\/+$/, '');
	if (given === '') return '';
	if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
		throw new Error(
			`SITE_URL must be an address such as https://example.org/efficientnetv2, not "${given}".`
		);
	}
	const base = process.env.BASE_PATH ?? '';
	if (new URL(given).pathname.replace(/\/$/, '') !== base) {
		throw new Error(`SITE_URL must end with BASE_PATH: "${given}" does not end with "${base}".`);
	}
	return given;
}
