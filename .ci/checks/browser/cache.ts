import assert from 'node:assert/strict';
import { findBarriers } from './axe.ts';
import { cardOf } from './panel.ts';
import { goTo } from './view.ts';
import type { View } from './view.ts';

export const cache: View = {
  name: 'cache',
  facts: {
    async 'tells what it holds, and not of whom'({ page }) {
      await goTo(page, 'cards');
      await cardOf(page, 'Usage').getByText('asks again').waitFor();
      await goTo(page, 'cache');
      await page.getByRole('heading', { level: 1, name: 'Cache' }).waitFor();
      await page.getByRole('meter').waitFor();
      await page.getByRole('rowheader', { name: 'usage' }).waitFor();
      const entries = page.getByRole('region', { name: 'Entries' });
      await entries
        .getByRole('row')
        .filter({ hasText: 'usage' })
        .getByText('card, fresh')
        .first()
        .waitFor();
      assert.ok(!(await page.content()).includes('harbourlight'));
    },

    async 'forgets a card after a question, and says what was done'({ page }) {
      await page.getByRole('button', { name: 'Purge usage' }).click();
      const dialog = page.getByRole('dialog', { name: 'Purge' });
      await dialog.getByText(/Forgets the card usage of all customers, \d entr/).waitFor();
      assert.deepEqual(await findBarriers(page), []);
      await dialog.getByRole('button', { name: 'Purge' }).click();
      const status = page.getByRole('status');
      await status.getByText(/^Forgot \d+ cards?\./).waitFor();
      await status.getByText(/Plain shows its own copies for at most \d+ s more/).waitFor();
      await page.getByRole('rowheader', { name: 'usage' }).waitFor({ state: 'detached' });
    },

    async 'forgets nothing before it is said what'({ page }) {
      await page.getByRole('button', { name: 'Purge …' }).click();
      const dialog = page.getByRole('dialog', { name: 'Purge' });
      const purge = dialog.getByRole('button', { name: 'Purge' });
      assert.ok(await purge.isDisabled());
      await dialog.getByLabel('Email').fill('nobody@example.com');
      await dialog.getByText('all cards of this customer, 0 entries now').waitFor();
      await purge.click();
      await page.getByText('Forgot 0 cards.').waitFor();
    },

    async 'forgets everything, and is empty then'({ page }) {
      await page.getByRole('button', { name: 'Purge …' }).click();
      await page.getByRole('radio', { name: 'Everything' }).check();
      await page.getByRole('dialog').getByRole('button', { name: 'Purge' }).click();
      await page.getByText('The cache is empty.').waitFor();
    },
  },
};
