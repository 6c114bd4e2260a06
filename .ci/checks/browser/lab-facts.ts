import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { naughtyStrings } from './lab.ts';
import type { Lab } from './lab.ts';
import { cardOf, reload } from './panel.ts';
import { goTo } from './view.ts';

interface AtLab {
  readonly page: Page;
  readonly lab: Lab;
}

/** What holds on a gateway with services of the checks' own, in this order. */
export const labFacts: Readonly<Record<string, (at: AtLab) => Promise<void>>> = {
  async 'show texts as texts, however naughty'({ page }) {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await lookUp(page);
    for (const title of ['Naughty badges', 'Naughty plain texts']) {
      const shown = cardOf(page, title).locator('.card-components > *');
      await shown.first().waitFor();
      const texts = await shown.allTextContents();
      const strays = texts.filter((text, index) => text !== naughtyStrings[index]);
      assert.deepEqual([title, texts.length, strays], [title, naughtyStrings.length, []]);
    }
    const links = await page.evaluate<string[]>(
      "[...document.querySelectorAll('main a')].map((link) => link.protocol)",
    );
    assert.ok(links.length >= naughtyStrings.length);
    assert.deepEqual(
      links.filter((protocol) => !['https:', 'http:', 'mailto:'].includes(protocol)),
      [],
    );
    const strangers =
      'script, style, iframe, object, embed, img, video, audio, form, base, meta, [onerror], [onload]';
    assert.equal(await page.locator(`.card-body :is(${strangers})`).count(), 0);
    assert.deepEqual(dialogs, []);
  },

  async 'follow a service that dies and comes back'({ page, lab }) {
    const card = cardOf(page, 'Heartbeat');
    await card.getByText('It beats').waitFor();
    await lab.killService();
    for (let count = 0; count < 3; count += 1) await reload(card);
    await card.getByText('Unavailable').waitFor();
    await card.getByText(/takes no connection/).waitFor();

    await goTo(page, 'upstreams');
    const heart = page.getByRole('article', { name: 'heart' });
    await heart.getByText('Breaker open', { exact: true }).waitFor();
    await heart.getByText(/takes no connection/).waitFor();
    await lab.reviveService();
    await heart.getByText('The next request for one of its cards is a trial.').waitFor();

    await goTo(page, 'cards');
    await reload(card);
    await card.getByText('It beats').waitFor();
    await goTo(page, 'upstreams');
    await heart.getByText('Breaker closed', { exact: true }).waitFor();
  },

  async 'show a new card as soon as its file is right, and what is wrong before'({ page, lab }) {
    await goTo(page, 'cards');
    await lab.register('pulse', ['pulse rate']);
    const problem = page.getByText(/^upstreams\/pulse\.yaml:8:\d+ cards\["pulse rate"\]: /);
    await problem.waitFor();
    await lab.register('pulse', ['pulse-rate']);
    await cardOf(page, 'Pulse rate').getByText('It beats').waitFor();
    await problem.waitFor({ state: 'detached' });
  },

  async 'look up nobody where that is switched off'({ page, lab }) {
    await lab.switchLookupsOff();
    await goTo(page, 'cards');
    await page.reload();
    await page.getByText('Looking up customers is switched off').waitFor();
    const answer = await page.request.post(`${lab.adminUrl}/api/cards`, {
      data: { cardKeys: ['heartbeat'], customer: { id: 'c_1' } },
      headers: { origin: lab.adminUrl },
    });
    assert.equal(answer.status(), 403);
  },

  async 'leave nothing of whom they showed in address, storage and log'({ page, lab }) {
    const stored =
      'JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }])';
    assert.ok(!(await page.evaluate<string>(stored)).includes(email));
    assert.match(lab.log(), /"msg":"customer looked up"/);
    assert.ok(!lab.log().includes(email));
  },
};

const email = 'ada.canary@example.com';

async function lookUp(page: Page): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Show cards' }).click();
}
