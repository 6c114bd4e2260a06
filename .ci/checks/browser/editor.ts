import type { Locator, Page } from 'playwright-core';

/** An editor of a page, by the name that screen readers give it. */
export function editor(page: Page, name: string): Locator {
  return page.getByRole('textbox', { name });
}

/** Writes a text instead of what the editor has. */
export async function rewrite(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** What the editor marks as wrong, and as doubtful. */
export function marksOf(page: Page): Promise<string[]> {
  return page.locator('.cm-lintRange').allTextContents();
}

/** What stands in the clipboard. */
export async function clipboardOf(page: Page): Promise<string> {
  return page.evaluate<string>('navigator.clipboard.readText()');
}
