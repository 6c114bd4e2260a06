import type { Page } from 'playwright-core';
import type { Demo } from './demo.ts';
import type { Lab } from './lab.ts';

/** Where a fact of a view is looked at: signed in, on the view's address, 1280 px wide. */
export interface At {
  readonly page: Page;
  readonly demo: Demo;
}

/** What holds of a view, by a sentence each; checked in order, on one page of the demo. */
export interface View {
  /** Without `#/`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, (at: At) => Promise<void>>>;
}

/** The same on a gateway with services of the checks' own. */
export interface AtLab {
  readonly page: Page;
  readonly lab: Lab;
}
