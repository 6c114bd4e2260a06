import assert from 'node:assert/strict';
import { findBarriers } from './axe.ts';
import type { View } from './view.ts';

export const upstreams: View = {
  name: 'upstreams',
  facts: {
    async 'are told with team, adapter, cards and load'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Upstreams' }).waitFor();
      const billing = page.getByRole('article', { name: 'Billing' });
      await billing.getByText('billing · payments · plain').waitFor();
      assert.equal(await billing.getByRole('listitem').count(), 3);
      await billing.getByText('Breaker closed').waitFor();
      await billing.getByText('In flight').waitFor();
    },

    async 'have cards that are switched off, with a reason, and on again'({ page }) {
      const usage = page.getByRole('listitem').filter({ hasText: 'usage' });
      await page.getByRole('button', { name: 'Switch off usage' }).click();
      const dialog = page.getByRole('dialog', { name: 'Switch off usage?' });
      await dialog.getByLabel('For').selectOption('10 minutes');
      await dialog.getByLabel('Why').fill('wrong totals');
      assert.deepEqual(await findBarriers(page), []);
      await dialog.getByRole('button', { name: 'Switch off' }).click();
      await usage.getByText('Off for 10 min more: wrong totals').waitFor();
      // The focus is back where it was.
      await page.locator(':focus[aria-label="Switch on usage"]').waitFor();
      await page.keyboard.press('Enter');
      await usage.getByText('Off for').waitFor({ state: 'detached' });
    },

    async 'are switched off as a whole, or not, as somebody thinks better of it'({ page }) {
      const billing = page.getByRole('article', { name: 'Billing' });
      await page.getByRole('button', { name: 'Switch off billing' }).click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await billing.getByText('Breaker closed').waitFor();
      await page.getByRole('button', { name: 'Switch off billing' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click();
      await billing.getByText('Off for 60 min more.').waitFor();
      await page.getByRole('button', { name: 'Switch on billing' }).click();
      await billing.getByText('Breaker closed').waitFor();
    },
  },
};
