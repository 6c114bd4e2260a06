import assert from 'node:assert/strict';
import type { AtLab } from './view.ts';

export const labFacts: Readonly<Record<string, (at: AtLab) => Promise<void>>> = {
  async 'refuse to look up customers where that is switched off'({ page, lab }) {
    await lab.switchLookupsOff();
    const answer = await page.request.post(`${lab.adminUrl}/api/cards`, {
      data: { cardKeys: ['heartbeat'], customer: { id: 'c_1' } },
      headers: { origin: lab.adminUrl },
    });
    assert.equal(answer.status(), 403);
  },
};
