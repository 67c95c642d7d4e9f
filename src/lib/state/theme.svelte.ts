export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'theme';

function stored(): Theme {
	try {
		const value = globalThis.localStorage.getItem(key);
		return themes.find((theme) => theme === value) ?? 'system';
	} catch {
		// No window while prerendering; a browser that blocks storage throws too.
		return 'system';
	}
}

/** The reader's choice of light or dark, kept for the next visit where the browser allows it. */
export class ThemeChoice {
	#theme = $state<Theme>(stored());

	get value(): Theme {
		return this.#theme;
	}

	set value(theme: Theme) {
		this.#theme = theme;
		try {
			if (theme === 'system') globalThis.localStorage.removeItem(key);
			else globalThis.localStorage.setItem(key, theme);
		} catch {
			// The choice then holds for this visit.
		}
	}

	/** What `data-theme` on the root element should be; null leaves it to the system's preference. */
	get attribute(): 'light' | 'dark' | null {
		return this.#theme === 'system' ? null : this.#theme;
	}

	/** The next of system, light, dark: for a button that cycles. */
	cycle(): void {
		this.value = themes[(themes.indexOf(this.#theme) + 1) % themes.length] ?? 'system';
	}
}
