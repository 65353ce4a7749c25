import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether tests that need a browser must be passed over. Where everything is required they fail instead. */
export const lacksChromium = !existsSync(executablePath) && process.env.PILEUP_REQUIRE_ALL !== '1';
if (lacksChromium) console.warn(`skipped, since there is no ${executablePath}: tests of pages in a browser`);

/** Starts the browser without anything that would make requests of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
