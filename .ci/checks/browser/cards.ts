import type { View } from './view.ts';

export const cards: View = {
  name: 'cards',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Cards' }).waitFor();
    },
  },
};
