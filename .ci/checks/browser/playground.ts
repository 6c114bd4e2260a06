import assert from 'node:assert/strict';
import { findBarriers } from './axe.ts';
import { clipboardOf, editor, marksOf, rewrite } from './editor.ts';
import type { View } from './view.ts';

const json = 'JSON of a card';
const broken = '[{ "componentBadge": { "badgeLabel": "Half paid", "badgeColor": "GREEEN" } }]';
const old = 'As it was before: what is written now can’t be drawn.';

export const playground: View = {
  name: 'playground',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Playground' }).waitFor();
    },

    async 'begins with a card, drawn'({ page }) {
      await page.locator('.drawn-card').getByText('Open in billing').waitFor();
    },

    async 'marks what is wrong at its place, with the rule and the fix, and keeps the last card'({
      page,
    }) {
      await rewrite(page, json, broken);
      const problem = page.getByRole('button', {
        name: /Line 1 .*Expected one of GREY, GREEN, YELLOW, RED, BLUE\. Did you mean GREEN\?/,
      });
      await problem.waitFor();
      assert.deepEqual(await marksOf(page), ['"GREEEN"']);
      await page.getByText(old).waitFor();
      await problem.click();
      await page.keyboard.type('"RED"');
      await page.locator('.drawn-card .badge.is-red').waitFor();
      await problem.waitFor({ state: 'detached' });
    },

    async 'writes the fix itself'({ page }) {
      await rewrite(page, json, broken);
      await page.locator('.cm-lintRange').hover();
      await page.getByRole('button', { name: 'Write "GREEN"' }).click();
      await page.locator('.drawn-card .badge.is-green', { hasText: 'Half paid' }).waitFor();
    },

    async 'completes names and values, with what they are'({ page }) {
      await rewrite(page, json, '');
      await page.keyboard.type('[{"componentBa');
      await page.getByText('A short word in a colour').waitFor();
      // What has only just come up is not taken.
      await page.waitForTimeout(100);
      await page.keyboard.press('Enter');
      await page.keyboard.type('New');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.type(', "badgeC');
      await page.getByText('GREY, GREEN, YELLOW, RED, BLUE').waitFor();
      await page.waitForTimeout(100);
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: 'BLUE' }).click();
      await page.locator('.drawn-card .badge.is-blue', { hasText: 'New' }).waitFor();
    },

    async 'keeps the draft over a reload'({ page }) {
      const drawn = page.locator('.drawn-card .badge.is-blue', { hasText: 'New' });
      await page.waitForFunction("location.hash.startsWith('#/playground?draft=')");
      await page.reload();
      await drawn.waitFor();
    },

    async 'begins anew from the gallery, from where Back leads back'({ page }) {
      await page.getByRole('button', { name: 'Gallery' }).click();
      const choice = page.getByRole('button', { name: 'Last order' });
      await choice.waitFor();
      assert.deepEqual(await findBarriers(page), []);
      const before = new URL(page.url()).hash;
      await choice.click();
      await page.locator('.drawn-card').getByText('Order #10418').waitFor();
      // The card is drawn before its draft is an entry of the history.
      await page.waitForFunction(`location.hash !== ${JSON.stringify(before)}`);
      await page.goBack();
      await page.locator('.drawn-card').getByText('New').waitFor();
      await page.goForward();
      await page.locator('.drawn-card').getByText('Order #10418').waitFor();
    },

    async 'copies the card as YAML and as TypeScript'({ page }) {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'YAML' }).click();
      await page.getByText('Copied: YAML').waitFor({ state: 'attached' });
      assert.match(await clipboardOf(page), /^components:\n {2}- componentContainer:\n/);
      await page.getByRole('button', { name: 'TypeScript' }).click();
      await page.getByText('Copied: TypeScript').waitFor({ state: 'attached' });
      assert.match(await clipboardOf(page), /^import \{ uiComponent \}/);
    },

    async 'lets the Tab key leave the editor, and indent once that is wanted'({ page }) {
      const focused = editor(page, json).and(page.locator(':focus'));
      await editor(page, json).focus();
      await page.keyboard.press('Tab');
      await focused.waitFor({ state: 'detached' });
      await editor(page, json).focus();
      await page.keyboard.press('Control+m');
      await page.keyboard.press('Tab');
      assert.equal(await focused.count(), 1);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await focused.waitFor({ state: 'detached' });
    },

    async 'says when the draft in an address is none'({ page, demo }) {
      await page.goto(`${demo.adminUrl}/#/playground?draft=AAAA`);
      await page.getByText('The draft in the address is cut off or changed.').waitFor();
      await rewrite(page, json, broken);
      await page.getByText(old).waitFor();
    },
  },
};
