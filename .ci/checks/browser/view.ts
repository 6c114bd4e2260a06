import type { Page } from 'playwright-core';
import type { Demo } from './demo.ts';

/** Where a fact of a view is looked at: signed in to the demo, on the view's address, 1280 px wide. */
export interface At {
  readonly page: Page;
  readonly demo: Demo;
}

export const viewNames = ['cards', 'playground', 'mapping', 'upstreams', 'cache'] as const;

export type ViewName = (typeof viewNames)[number];

/** What holds of a view, by a sentence each; checked in order, on one page of the demo. */
export interface View {
  readonly name: ViewName;
  readonly facts: Readonly<Record<string, (at: At) => Promise<void>>>;
}

/** By the navigation, as a person does. */
export async function goTo(page: Page, view: ViewName): Promise<void> {
  await page.getByRole('navigation').locator(`a[href="#/${view}"]`).click();
}
