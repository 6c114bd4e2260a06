import type { Locator, Page } from 'playwright-core';

/** A card of the panel, by its title there. */
export function cardOf(page: Page, title: string): Locator {
  return page.getByRole('article', { name: title });
}

/** By its button; gives the keys that were asked for, once they are answered. */
export async function reload(card: Locator): Promise<string[]> {
  return askedBy(card.page(), () => card.getByRole('button', { name: /^Reload / }).click());
}

/** The keys of the request that `act` leads to, once they are answered. */
export async function askedBy(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const answering = page.waitForResponse('**/api/cards');
  await act();
  const answer = await answering;
  await answer.finished();
  const { cardKeys } = answer.request().postDataJSON() as { cardKeys: string[] };
  return cardKeys;
}

/** As browsers do when somebody goes to another tab, or comes back. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate(
    `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
     document.dispatchEvent(new Event('visibilitychange'));`,
  );
}
