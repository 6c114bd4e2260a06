import type { View } from './view.ts';

export const playground: View = {
  name: 'playground',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Playground' }).waitFor();
    },
  },
};
