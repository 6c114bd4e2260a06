import type { Browser } from 'playwright-core';
import { openTab, wide } from './chromium.ts';
import type { Tab } from './chromium.ts';
import type { Demo } from './demo.ts';
import { goTo, viewNames } from './view.ts';

export interface Weight {
  /** Of all that came over the network for all views, compressed as it was. */
  readonly bytes: number;
  /** Of the first view, with nothing cached. The best of three: what else this machine does is not the pages'. */
  readonly firstPaintMs: number;
}

/** Opens the pages as somebody does who has never been there. */
export async function weigh(browser: Browser, { link }: Demo): Promise<Weight> {
  const paintsMs: number[] = [];
  for (let count = 0; count < 2; count += 1) {
    const tab = await openTab(browser, wide);
    paintsMs.push(await timeFirstPaint(tab, link));
    await tab.close();
  }
  const tab = await openTab(browser, wide);
  const network = await tab.page.context().newCDPSession(tab.page);
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await network.send('Network.enable');
  paintsMs.push(await timeFirstPaint(tab, link));
  for (const view of viewNames) {
    await goTo(tab.page, view);
    await tab.page.waitForLoadState('networkidle');
  }
  await tab.close();
  return { bytes, firstPaintMs: Math.min(...paintsMs) };
}

async function timeFirstPaint({ page }: Tab, link: string): Promise<number> {
  await page.goto(link);
  await page.getByRole('navigation').waitFor();
  return page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0].startTime",
  );
}
