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
import { run } from './processes.ts';

const oneByOne = { concurrency: 1 };

// Two at a time: each of them waits for the browser and for its gateway most of the time.
suite('the pages in a browser', { timeout: 240_000, concurrency: 2 }, () => {
  let browser: Browser;
  before(async () => {
    await run('npm', ['run', 'build:browser']);
    browser = await launch();
  });
  after(() => browser.close());

  suite('of the demo', oneByOne, () => {
    let demo: Demo;
    before(async () => {
      demo = await startDemo();
    });
    after(() => demo.process.kill());

    for (const [fact, hold] of Object.entries(signInFacts)) {
      test(fact, async () => {
        const tab = await openTab(browser, wide);
        await hold({ tab, demo });
        await tab.close();
      });
    }

    for (const view of [cards, playground, mapping, upstreams, cache]) {
      suite(view.name, oneByOne, () => {
        let tab: Tab;
        before(async () => {
          tab = await signIn(browser, demo.link);
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

    test('weigh less than 300 KB, all views together, and paint within a second', async (t) => {
      const { bytes, firstPaintMs } = await weigh(browser, demo);
      t.diagnostic(
        `${Math.round(bytes / 1000)} KB, first paint after ${Math.round(firstPaintMs)} ms`,
      );
      assert.ok(bytes > 20_000 && bytes < 300_000, `${bytes} bytes`);
      assert.ok(firstPaintMs < 1_000, `${firstPaintMs} ms`);
    });
  });

  suite('of a gateway with odd services', oneByOne, () => {
    let lab: Lab;
    let tab: Tab;
    before(async () => {
      lab = await startLab();
      tab = await signIn(browser, lab.link);
    });
    after(async () => {
      await tab.close();
      await lab.stop();
    });

    for (const [fact, hold] of Object.entries(labFacts)) {
      test(fact, () => hold({ page: tab.page, lab }));
    }

    test('keep to the policy, without an error in the console', () => {
      assert.deepEqual(tab.complaints, []);
    });
  });
});

async function signIn(browser: Browser, link: string): Promise<Tab> {
  const tab = await openTab(browser, wide);
  await tab.page.goto(link);
  await tab.page.getByRole('navigation').waitFor();
  return tab;
}
