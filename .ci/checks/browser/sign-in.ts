import assert from 'node:assert/strict';
import type { Tab } from './chromium.ts';
import type { Demo } from './demo.ts';
import { cardOf } from './panel.ts';

interface AtDoor {
  readonly tab: Tab;
  readonly demo: Demo;
}

export const signInFacts: Readonly<Record<string, (at: AtDoor) => Promise<void>>> = {
  async 'are open to who follows the printed link, and keep no token in the address'({
    tab: { page, complaints },
    demo,
  }) {
    await page.goto(demo.link);
    await page.getByRole('navigation').waitFor();
    assert.equal(new URL(page.url()).hash.includes(demo.token), false);
    assert.equal(await page.evaluate('document.cookie'), '', 'no script sees the session');
    assert.equal(
      await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'),
      '{}',
    );
    await page.reload();
    await page.getByRole('navigation').waitFor();
    assert.deepEqual(complaints, []);
  },

  async 'ask others for the token, and say when it is wrong'({ tab: { page }, demo }) {
    await page.goto(demo.adminUrl);
    const token = page.getByLabel('Admin token');
    await token.fill('wrong');
    await token.press('Enter');
    await page.getByRole('alert').getByText(/token/).waitFor();
    await token.fill(demo.token);
    await token.press('Enter');
    await page.getByRole('navigation').waitFor();
  },

  async 'are open to who follows the link where they are open already'({ tab: { page }, demo }) {
    await page.goto(demo.adminUrl);
    const token = page.getByLabel('Admin token');
    await token.waitFor();
    await page.goto(`${demo.adminUrl}/#token=of-yesterday`);
    await page
      .getByRole('alert')
      .getByText(/printed last/)
      .waitFor();
    await page.goto(demo.link);
    await page.getByRole('navigation').waitFor();
    assert.equal(new URL(page.url()).hash.includes(demo.token), false);
  },

  async 'stay as they are while the gateway is gone, and go on when it is back'({
    tab: { page },
    demo,
  }) {
    await page.goto(demo.link);
    await cardOf(page, 'Last order').getByText('Order value').waitFor();
    await page.context().setOffline(true);
    const problem = page.getByText('The gateway does not answer');
    await problem.waitFor();
    await cardOf(page, 'Last order').getByText('Order value').waitFor();
    await page.context().setOffline(false);
    await problem.waitFor({ state: 'detached' });
  },

  async 'are closed again after signing out'({ tab: { page }, demo }) {
    await page.goto(demo.link);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Admin token').waitFor();
    await page.reload();
    await page.getByLabel('Admin token').waitFor();
    const { status } = await page.request.get(`${demo.adminUrl}/api/scene`).then((answer) => ({
      status: answer.status(),
    }));
    assert.equal(status, 401);
  },
};
