import { defineConfig } from '@playwright/test';
import { browserFlags, findBrowser } from './scripts/browser.mjs';

/** Another one where several checkouts are tested at a time. */
const port = Number(process.env.E2E_PORT ?? 4317);
const executablePath = findBrowser();

/** End-to-end tests run on the built site, served as a static host serves it. */
export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	// Each page trains: more than one at a time would measure the other.
	workers: 1,
	forbidOnly: true,
	retries: 0,
	timeout: 5 * 60_000,
	expect: { timeout: 60_000 },
	outputDir: 'test-results',
	use: {
		baseURL: `http://localhost:${port}`,
		channel: 'chromium',
		launchOptions: {
			args: browserFlags,
			...(executablePath === null ? {} : { executablePath })
		}
	},
	webServer: {
		command: `node scripts/${process.env.SITE_IS_BUILT ? 'serve' : 'start'}.mjs`,
		env: { PORT: String(port) },
		url: `http://localhost:${port}`,
		reuseExistingServer: false,
		timeout: 5 * 60_000
	}
});
