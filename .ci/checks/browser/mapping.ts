import assert from 'node:assert/strict';
import { findBarriers } from './axe.ts';
import { marksOf, rewrite } from './editor.ts';
import type { View } from './view.ts';

const response = "JSON of the service's response";
const invoice = `name: invoices
adapter: json
url: https://invoices.internal
cards:
  invoice:
    get: /invoice
    components:
      - componentBadge: { badgeLabel: '{{ state }}', badgeColor: BLUE }
`;

export const mapping: View = {
  name: 'mapping',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Mapping' }).waitFor();
    },

    async 'makes the card of a file and a response, and shows each value'({ page }) {
      await page.locator('.drawn-card').getByText('$1,249.50').waitFor();
      const row = page.getByRole('row', { name: "status = 'overdue'" });
      await row.getByRole('cell', { name: 'true' }).waitFor();
      await row.getByRole('button').click();
      assert.match(String(await page.evaluate('getSelection().toString()')), /status = 'overdue'/);
    },

    async 'begins anew with an example, and makes the card of it that is chosen'({ page }) {
      await page.getByRole('button', { name: 'Examples' }).click();
      assert.deepEqual(await findBarriers(page), []);
      await page.getByRole('button', { name: 'Orders' }).click();
      await page.locator('.drawn-card').getByText('Order #10418').waitFor();
      await page.getByLabel('Card of the file').selectOption('order-history');
      await page.locator('.drawn-card').getByText('#10011, 2 Jun 2026').waitFor();
      await page.getByLabel('Card of the file').selectOption('last-order');
      await page.locator('.drawn-card').getByText('Track with UPS').waitFor();
    },

    async 'fetches a response, which never gets into the address'({ page }) {
      const before = page.url();
      await page.getByRole('button', { name: 'Fetch a response' }).click();
      await page.getByLabel('As for the card').selectOption('last-order');
      assert.deepEqual(await findBarriers(page), []);
      await page.getByRole('button', { name: 'Fetch', exact: true }).click();
      await page.getByText('a customer’s own data').waitFor();
      await page.getByText('Fakerton').first().waitFor();
      // Longer than it takes to be kept.
      await page.waitForTimeout(600);
      assert.equal(page.url(), before);
      await page.getByRole('button', { name: 'Back to the sample' }).click();
      await page.locator('.drawn-card').getByText('Track with UPS').waitFor();
    },

    async 'makes another card of what is written'({ page }) {
      await rewrite(page, "YAML of the upstream's file", invoice);
      await rewrite(page, response, '{ "state": "all paid" }');
      await page.locator('.drawn-card .badge.is-blue', { hasText: 'all paid' }).waitFor();
    },

    async 'marks what is wrong in the response, at its place, and keeps the last card'({ page }) {
      await rewrite(page, response, '{ "state": paid }');
      await page.getByRole('button', { name: /Line 1 .*Not JSON here/ }).waitFor();
      await page.getByText('As it was before').waitFor();
      await rewrite(page, response, '{ "state": "half paid" }');
      await page.locator('.drawn-card .badge', { hasText: 'half paid' }).waitFor();
    },

    async 'marks what is wrong in the file, at its place'({ page }) {
      const wrong = invoice.replace('BLUE', 'BLEU').replace('get:', 'got:');
      await rewrite(page, "YAML of the upstream's file", wrong);
      await page.getByRole('button', { name: /Line 8 .*did you mean BLUE\?/ }).waitFor();
      assert.deepEqual((await marksOf(page)).includes('BLEU'), true);
      await page.getByText('Not ready for').waitFor();
    },

    async 'keeps file and sample over a reload'({ page }) {
      const before = page.url();
      await rewrite(page, "YAML of the upstream's file", invoice);
      await page.waitForURL(({ href }) => href !== before);
      await page.getByText(/^Ready for/).waitFor();
      await page.reload();
      await page.locator('.drawn-card .badge', { hasText: 'half paid' }).waitFor();
    },
  },
};
