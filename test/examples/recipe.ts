import { readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { moveTo, startExample } from './example.ts';
import type { Example } from './example.ts';
import { startHttpService } from './http-service.ts';
import type { Recipe, ToldAnswer } from './page.ts';
import { createToldService, variablesOf } from './told-service.ts';

/** What the service answers instead of what the page tells. */
export interface Instead {
  readonly body?: unknown;
  readonly hasNextPage?: boolean;
}

/** The files that recipes name. */
export const recipeFiles = {
  'internal-ca.pem': await readPem('client-ca.pem'),
  'gateway.pem': await readPem('client.pem'),
  'gateway-key.pem': await readPem('client.pem'),
};

function readPem(name: string): Promise<string> {
  return readFile(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
}

/** Serves a recipe's file, and its service on the loopback. */
export async function serveRecipe(
  t: Test,
  { yaml, answers, ...others }: Recipe,
  instead: Instead = {},
): Promise<Example> {
  const [, from = ''] = /^url: '?(https:\/\/[^/\s']+)/m.exec(yaml) ?? [];
  const told = answers.map((answer): ToldAnswer => ({ ...answer, ...instead }));
  const service = await startHttpService(t, createToldService({ yaml, answers: told, ...others }));
  return startExample(t, moveTo(yaml, from, service.url), variablesOf(yaml), recipeFiles);
}
