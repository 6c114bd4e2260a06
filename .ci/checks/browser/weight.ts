import type { Browser } from 'playwright-core';
import { openTab, wide } from './chromium.ts';
import type { Demo } from './demo.ts';

export interface Weight {
  /** Of all that came over the network for all views, compressed as it was. */
  readonly bytes: number;
  /** Of the first view, with nothing cached. */
  readonly firstPaintMs: number;
}

const views = ['playground', 'mapping', 'upstreams', 'cache'];

/** Opens the first view as somebody does who has never been there, then all others. */
export async function weigh(browser: Browser, { link }: Demo): Promise<Weight> {
  const tab = await openTab(browser, wide);
  const { page } = tab;
  const network = await page.context().newCDPSession(page);
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await network.send('Network.enable');
  await page.goto(link);
  await page.getByRole('navigation').waitFor();
  const firstPaintMs = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
  for (const view of views) {
    await page.getByRole('navigation').locator(`a[href="#/${view}"]`).click();
    await page.waitForLoadState('networkidle');
  }
  await tab.close();
  return { bytes, firstPaintMs };
}
