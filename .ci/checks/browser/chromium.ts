import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

export const wide: Look = { width: 1280, colorScheme: 'light' };

/** Each width and each colour scheme once. */
export const looks: readonly Look[] = [wide, { width: 360, colorScheme: 'dark' }];

/** A page of its own: cookies and storage of no other one. */
export interface Tab {
  readonly page: Page;
  /** What the browser complained of so far: breaches of the policy, errors of scripts, failed requests. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium' });
}

export async function openTab(browser: Browser, { width, colorScheme }: Look): Promise<Tab> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    // What is looked at must not be on its way to somewhere else.
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  const complaints: string[] = [];
  await context.exposeBinding('complain', (_source, text: string) => complaints.push(text));
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', (event) =>
      complain('policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))`,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return { page, complaints, close: () => context.close() };
}
