import { readFile } from 'node:fs/promises';
import type { Test } from 'tap';
import { validateCard } from '../../src/validate/card.ts';
import type { Component } from '../../src/validate/components.ts';
import { gatewayFile, load, loaded } from '../fixtures/config-directory.ts';
import type { Files } from '../fixtures/config-directory.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { secrets, startGateway } from '../fixtures/stack.ts';
import { outline } from './outline.ts';

export interface Example {
  readonly url: string;
  /** The components of a card; null when it is not shown. Rejects for a card that Plain would refuse. */
  readonly read: (cardKey: string, customer: object) => Promise<readonly Component[] | null>;
  /** The same, as `outline` has it. */
  readonly show: (cardKey: string, customer: object) => Promise<readonly string[] | null>;
}

/** The file for a service that stands elsewhere in the test. Throws when the file does not name it. */
export function moveTo(yaml: string, from: string, to: string): string {
  if (!yaml.includes(`url: ${from}`)) throw new Error(`the file does not name ${from}`);
  return yaml.replaceAll(`rl: ${from}`, `rl: ${to}`);
}

/** Serves the cards of an upstream's file. Rejects with the problems found in it. */
export async function startExample(
  t: Test,
  yaml: string,
  env: Readonly<Record<string, string>>,
  others: Files = {},
): Promise<Example> {
  const gateway = `${gatewayFile}listen: { port: 0 }\nadmin: { port: 0 }\ndrainMs: 0\n`;
  const upstreams = { 'example.yaml': yaml };
  const config = loaded(await load(t, { gateway, upstreams, others }, { ...secrets, ...env }));
  const clock = createManualClock();
  const { ask, server } = await startGateway(t, config, { clock });
  async function read(cardKey: string, customer: object): Promise<readonly Component[] | null> {
    clock.advance(1000); // limits per second don't hold a test back
    const { cards } = await ask([cardKey], { customer });
    const checked = validateCard(cards[0]);
    if (!checked.ok) throw new Error(`${checked.pointer}: ${checked.rule}`);
    return checked.card.components;
  }

  return {
    url: server.url,
    read,
    show: async (cardKey, customer) => outline(await read(cardKey, customer)),
  };
}

/** The text of a file in config/examples. */
export function readExample(name: string): Promise<string> {
  return readFile(new URL(`../../config/examples/${name}`, import.meta.url), 'utf8');
}
