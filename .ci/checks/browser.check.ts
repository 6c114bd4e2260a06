import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { findBarriers } from './browser/axe.ts';
import { cache } from './browser/cache.ts';
import { cards } from './browser/cards.ts';
import { launch, looks, openTab, wide } from './browser/chromium.ts';
import type { Tab } from './browser/chromium.ts';
import { startDemo } from './browser/demo.ts';
import type { Demo } from './browser/demo.ts';
import { startLab } from './browser/lab.ts';
import type { Lab } from './browser/lab.ts';
import { labFacts } from './browser/lab-facts.ts';
import { mapping } from './browser/mapping.ts';
import { playground } from './browser/playground.ts';
import { signInFacts } from './browser/sign-in.ts';
import { upstreams } from './browser/upstreams.ts';
import { goTo } from './browser/view.ts';
import { weigh } from './browser/weight.ts';

suite('the pages in a browser', { timeout: 240_000 }, () => {
  let browser: Browser;
  let demo: Demo;
  let lab: Lab;

  before(async () => {
    // One after the other: both build the pages, or wait for them.
    demo = await startDemo();
    [browser, lab] = await Promise.all([launch(), startLab()]);
  });
  after(async () => {
    await browser.close();
    demo.process.kill();
    await lab.stop();
  });

  for (const [fact, hold] of Object.entries(signInFacts)) {
    test(fact, async () => {
      const tab = await openTab(browser, wide);
      await hold({ tab, demo });
      await tab.close();
    });
  }

  for (const view of [cards, playground, mapping, upstreams, cache]) {
    suite(view.name, () => {
      let tab: Tab;
      before(async () => {
        tab = await openTab(browser, wide);
        await tab.page.goto(demo.link);
        await tab.page.getByRole('navigation').waitFor();
        await goTo(tab.page, view.name);
      });
      after(() => tab.close());

      for (const [fact, hold] of Object.entries(view.facts)) {
        test(fact, () => hold({ page: tab.page, demo }));
      }

      test('bars nobody, light or dark, wide or narrow', async () => {
        for (const { width, colorScheme } of looks) {
          await tab.page.setViewportSize({ width, height: 900 });
          await tab.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          assert.deepEqual(await findBarriers(tab.page), [], `${colorScheme}, ${width} px`);
        }
      });

      test('needs no scrolling sideways at 320 px', async () => {
        await tab.page.setViewportSize({ width: 320, height: 900 });
        assert.equal(await tab.page.evaluate('document.documentElement.scrollWidth'), 320);
      });

      test('keeps to the policy, without an error in the console', () => {
        assert.deepEqual(tab.complaints, []);
      });
    });
  }

  suite('on odd services', () => {
    let tab: Tab;
    before(async () => {
      tab = await openTab(browser, wide);
      await tab.page.goto(lab.link);
      await tab.page.getByRole('navigation').waitFor();
    });
    after(() => tab.close());

    for (const [fact, hold] of Object.entries(labFacts)) {
      test(fact, () => hold({ page: tab.page, lab }));
    }

    test('keep to the policy, without an error in the console', () => {
      assert.deepEqual(tab.complaints, []);
    });
  });

  test('weigh less than 300 KB, all views together, and paint within a second', async (t) => {
    const { bytes, firstPaintMs } = await weigh(browser, demo);
    t.diagnostic(
      `${Math.round(bytes / 1000)} KB, first paint after ${Math.round(firstPaintMs)} ms`,
    );
    assert.ok(bytes > 20_000 && bytes < 300_000, `${bytes} bytes`);
    assert.ok(firstPaintMs < 1_000, `${firstPaintMs} ms`);
  });
});
