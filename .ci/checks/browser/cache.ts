import type { View } from './view.ts';

export const cache: View = {
  name: 'cache',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Cache' }).waitFor();
    },
  },
};
