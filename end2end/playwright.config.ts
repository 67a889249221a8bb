// How the browser tests run: in the installed Chromium, each worker with its own server and database.
// `cargo xtask test` sets the E2E_ variables; PICTURES=1 keeps pictures of every screen that asks for them.
import { defineConfig } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: './tests',
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: process.env.E2E_REPORT ?? 'test-results/report.json' }]],
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
      // Chromium refuses to build its sandbox as root.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'sqlite' },
    // The same binary on the other database: the specs whose path touches every layer.
    ...(process.env.E2E_POSTGRES_URL ? [{ name: 'postgres', grep: /@postgres/ }] : []),
  ],
});
