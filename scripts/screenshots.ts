import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launch, openTab, wide } from '../.ci/checks/browser/chromium.ts';
import type { Look } from '../.ci/checks/browser/chromium.ts';
import { startDemo } from '../.ci/checks/browser/demo.ts';
import { goTo, viewNames } from '../.ci/checks/browser/view.ts';
import type { ViewName } from '../.ci/checks/browser/view.ts';

/** Those that the README shows. */
const shown: readonly ViewName[] = ['cards', 'mapping'];
const allLooks: readonly Look[] = [1280, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));

/**
 * `node scripts/screenshots.ts` renews the README's pictures; `node scripts/screenshots.ts DIR` takes every view, light and
 * dark, wide and narrow, for looking at.
 */
if (import.meta.main) await takeScreenshots(process.argv[2]);

async function takeScreenshots(directory: string | undefined): Promise<void> {
  const [demo, browser] = await Promise.all([startDemo(), launch()]);
  const take = (views: readonly ViewName[], look: Look, target: string) =>
    takeViews(browser, demo.link, { views, look, target });
  try {
    if (directory === undefined) await take(shown, wide, images);
    else for (const look of allLooks) await take(viewNames, look, directory);
  } finally {
    await browser.close();
    demo.process.kill();
  }
}

interface Shots {
  readonly views: readonly ViewName[];
  readonly look: Look;
  readonly target: string;
}

async function takeViews(browser: Browser, link: string, shots: Shots): Promise<void> {
  const { views, look, target } = shots;
  const isForReadme = target === images;
  const { page } = await openTab(browser, look);
  await page.goto(link);
  await mkdir(target, { recursive: true });
  for (const view of views) {
    await goTo(page, view);
    await settled(page);
    const name = isForReadme ? view : `${view}-${look.colorScheme}-${look.width}`;
    await page.screenshot({ path: join(target, `${name}.png`), fullPage: !isForReadme });
  }
}

/** Nothing moves by itself here, so what is not on its way over the network is there a moment later. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500);
}
