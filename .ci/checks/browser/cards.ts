import assert from 'node:assert/strict';
import { answerWith, everyKind } from './every-kind.ts';
import { askedBy, cardOf, reload, setHidden } from './panel.ts';
import type { View } from './view.ts';

const minute = '01:01';

export const cards: View = {
  name: 'cards',
  facts: {
    async "are the first demo customer's, without a click"({ page }) {
      await cardOf(page, 'Last order').getByText('Order value').waitFor();
      assert.equal(await page.getByRole('article').count(), 7);
      await page.getByRole('radio', { name: /^Marta/, checked: true }).waitFor();
      await page
        .getByRole('region', { name: 'Last request' })
        .getByText('7 cards', { exact: true })
        .waitFor();
    },

    async "are somebody else's at a click, and say where there is nothing"({ page }) {
      await page.getByRole('radio', { name: /^Noor/ }).check();
      const card = cardOf(page, 'Workflow card');
      await card.getByText('No data').waitFor();
      await card.getByText(/Plain shows no card/).waitFor();
      await page.getByRole('radio', { name: /^Marta/ }).check();
      await card.getByRole('button', { name: 'Retry payment' }).waitFor();
    },

    async "are nobody's until it is said who somebody else is"({ page }) {
      await page.getByRole('radio', { name: /^Somebody else/ }).check();
      await page.getByText('Choose a customer:').waitFor();
      assert.equal(await page.getByRole('article').count(), 0);
      await page.getByLabel('External id', { exact: true }).fill('acct_2002');
      await page.getByRole('button', { name: 'Show cards' }).click();
      await cardOf(page, 'Last order').getByText('Order value').waitFor();
      await page.getByRole('radio', { name: /^Marta/ }).check();
      await cardOf(page, 'Usage').waitFor();
    },

    async 'are left out and taken in by key, others than registered as well'({ page }) {
      await page.getByText('all 7').click();
      await page.getByRole('checkbox', { name: 'billing' }).uncheck();
      await page.getByText('4 of 7').waitFor();
      assert.equal(await page.getByRole('article').count(), 4);
      await page.getByRole('checkbox', { name: 'billing' }).check();
      await page.getByLabel('Another key').fill('no-such-card');
      assert.deepEqual(await askedBy(page, () => page.keyboard.press('Enter')), ['no-such-card']);
      await cardOf(page, 'No such card').getByText('Unknown key').waitFor();
      await page.getByRole('button', { name: 'Leave out no-such-card' }).click();
      await page.getByText('all 7').click();
    },

    async 'are reloaded one by one, as Plain does'({ page }) {
      assert.deepEqual(await reload(cardOf(page, 'Usage')), ['usage']);
      const request = page.getByRole('region', { name: 'Last request' });
      await request.getByText('usage', { exact: true }).first().waitFor();
    },

    async 'ask again when their time is over, and only while they are seen'({ page }) {
      await page.clock.install();
      await page.reload();
      await cardOf(page, 'Usage')
        .getByText(/asks again in \d+ s/)
        .waitFor();
      await setHidden(page, true);
      let asked = 0;
      page.on('request', (request) => (asked += Number(request.url().endsWith('api/cards'))));
      await page.clock.fastForward(minute);
      assert.equal(asked, 0);
      const keys = await askedBy(page, () => setHidden(page, false));
      assert.equal(keys.length, 7, 'those that are over, in one request');
      await cardOf(page, 'Usage')
        .getByText(/asks again in \d+ s/)
        .waitFor();
    },

    async 'say in words why they failed, and which part of the request did'({ page, demo }) {
      await demo.behave('orders', 'forbidden');
      await page.getByRole('radio', { name: /^Priya/ }).check();
      const card = cardOf(page, 'Last order');
      await card.getByText('orders refuses the credentials').waitFor();
      await card.getByText(/reloading won't help/).waitFor();
      const steps = page.getByRole('region', { name: 'Last request' }).getByRole('listitem');
      await steps.filter({ hasText: 'orders' }).getByText('auth').first().waitFor();
      await demo.behave('orders', 'ok');
    },

    async 'draw all twelve kinds of components, and tell of one that nobody knows'({ page }) {
      const json = answerWith('usage', everyKind);
      await page.route('**/api/cards', (route) => route.fulfill({ json }));
      await reload(cardOf(page, 'Usage'));
      await page.unroute('**/api/cards');
      const body = cardOf(page, 'Usage').locator('.card-body');
      await body.locator('strong', { hasText: 'Bold' }).waitFor();
      await body.locator('em', { hasText: 'slanted' }).waitFor();
      await body.getByText('**not bold**').waitFor();
      await body.locator('time', { hasText: '14 Nov 2026, 10:30' }).waitFor();
      await body.getByText('agent@example.com').waitFor();
      await body
        .locator('.card-container .card-row-aside .badge', { hasText: 'Shipped' })
        .waitFor();
      assert.equal(await body.locator('hr').count(), 1);
      assert.equal(await body.locator('.card-spacer').count(), 1);
      await body.getByText('This page does not know componentHologram').waitFor();

      const link = body.getByRole('link', {
        name: /Track .opens track\.example\.org in a new tab/,
      });
      assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
      await body.getByRole('button', { name: 'Refund' }).click();
      await body.getByText('In Plain this runs the workflow refund-order').waitFor();
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await body.getByRole('button', { name: 'Copy Order id' }).click();
      await body.getByRole('status').getByText('Copied').waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), 'ord_1');
    },

    async 'are reached, chosen and reloaded by keyboard alone'({ page }) {
      await page.reload();
      await cardOf(page, 'Usage').getByText('from billing').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate('document.activeElement.id'), 'main');
      await page.keyboard.press('Tab');
      assert.equal((await askedBy(page, () => page.keyboard.press('ArrowDown'))).length, 7);
      await page.getByRole('radio', { name: /^Noor/, checked: true }).waitFor();
      const button = page.locator(':focus[aria-label="Reload Customer details"]');
      for (let tabs = 0; tabs < 12 && !(await button.isVisible()); tabs += 1) {
        await page.keyboard.press('Tab');
      }
      assert.deepEqual(await askedBy(page, () => page.keyboard.press('Space')), [
        'customer-details',
      ]);
      assert.ok(await button.isVisible(), 'the focus stays');
    },
  },
};
