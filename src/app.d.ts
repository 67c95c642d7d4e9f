interface ImportMetaEnv {
	/** Address of the site's root without a slash at its end; '' or undefined where the build was told none (SITE_URL). */
	readonly SITE_URL?: string;
}
