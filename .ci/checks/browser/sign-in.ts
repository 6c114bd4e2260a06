import assert from 'node:assert/strict';
import type { Tab } from './chromium.ts';
import type { Demo } from './demo.ts';

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
