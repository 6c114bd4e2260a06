import type { View } from './view.ts';

export const upstreams: View = {
  name: 'upstreams',
  facts: {
    async 'has its heading'({ page }) {
      await page.getByRole('heading', { level: 1, name: 'Upstreams' }).waitFor();
    },
  },
};
