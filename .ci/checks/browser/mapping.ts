import type { View } from './view.ts';

export const mapping: View = {
  name: 'mapping',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Mapping' }).waitFor();
    },
  },
};
