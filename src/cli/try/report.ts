import type { Component } from '../../validate/components.ts';
import { drawCard } from '../draw/card.ts';
import { cellsOf } from '../draw/cells.ts';
import type { Cell, Line, Style } from '../draw/cells.ts';
import { linksOf } from '../draw/links.ts';
import type { Link } from '../draw/links.ts';
import { describeFailure, remedyOf } from '../failure-words.ts';
import type { Page } from '../page.ts';
import { isGood } from './tried.ts';
import type { Tried, TriedCall, TriedCard } from './tried.ts';

/** Plain's panel is about as wide. */
const cardColumns = 60;
const indent = 2;

const bold: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const good: Style = { bold: true, tone: 'success' };
const poor: Style = { bold: true, tone: 'warning' };
const bad: Style = { bold: true, tone: 'error' };

/** Shows a person what was tried: each card as an agent sees it, where it came from, and what is wrong with it. */
export function reportTried(page: Page, tried: Tried, wallNow: number): void {
  const { cards, calls, durationMs } = tried;
  for (const card of cards) {
    page.say([
      ...sign(card, page),
      ...cellsOf(` ${card.key}`, bold),
      ...cellsOf(facts(card, page), muted),
    ]);
    explain(card, page);
    if (card.components !== null) show(card.components, page, wallNow);
    page.print([[]]);
  }
  const times = [...describeCalls(calls), `answered in ${Math.round(durationMs)} ms`];
  page.say(cellsOf(join(times, page), muted));
}

function sign(card: TriedCard, { glyphs }: Page): Cell[] {
  if (isGood(card)) return cellsOf(glyphs.good, good);
  return card.failure === null ? cellsOf(glyphs.poor, poor) : cellsOf(glyphs.bad, bad);
}

function join(parts: readonly string[], { glyphs }: Page): string {
  return parts.join(` ${glyphs.dot} `);
}

/** ` · fresh from orders · age 0 s · TTL 120 s (Plain 60 s)`. */
function facts(card: TriedCard, page: Page): string {
  const { outcome, shows, upstream, ageSeconds } = card;
  const how = upstream === null ? (outcome ?? shows) : `${outcome ?? shows} from ${upstream}`;
  const age = ageSeconds === null ? [] : [`age ${ageSeconds} s`];
  return join(['', how, ...age, ...describeTtl(card)], page);
}

function describeTtl({ ttlSeconds, plainTtlSeconds }: TriedCard): string[] {
  if (plainTtlSeconds === null) return [];
  return ttlSeconds === null
    ? [`TTL ${plainTtlSeconds} s`]
    : [`TTL ${ttlSeconds} s (Plain ${plainTtlSeconds} s)`];
}

/** What there is to say where an agent does not see the card. */
function explain(card: TriedCard, page: Page): void {
  const { shows, outcome, upstream, failure } = card;
  const say = (text: string) => page.say(cellsOf(text), indent);
  if (outcome === 'retired')
    return say('Marked `retired: true`: nobody is asked, and Plain hides it.');
  if (shows === 'nothing') return say('No data for this customer, so Plain hides the card.');
  if (failure !== null) {
    const service = upstream ?? 'The gateway';
    page.say([...cellsOf(service, bold), ...cellsOf(` ${describeFailure(failure)}.`)], indent);
    if (failure.rule !== undefined)
      say(`At ${failure.pointer || 'the card itself'}: ${failure.rule}.`);
    say(remedyOf(failure));
  }
  if (shows === 'notice' && failure === null)
    say("The gateway's own words; its log has the reason under the reference.");
  if (shows === 'notice') page.say(cellsOf('This is what agents read instead:', muted), indent);
}

function show(components: readonly Component[], page: Page, wallNow: number): void {
  const { look, glyphs, columns, print } = page;
  const scene = { glyphs, hasColours: look.colourDepth > 1, wallNow };
  print(drawCard(components, Math.min(cardColumns, columns), scene));
  if (!look.hasLinks) linksOf(components).forEach((link) => print([linkLine(link, page)]));
}

/** Not wrapped, so that it can be copied. */
function linkLine({ label, url }: Link, { glyphs }: Page): Line {
  return [...cellsOf(`${glyphs.link} ${label}  `, muted), ...cellsOf(url)];
}

/** `orders 84 ms`; of one that was called more than once, each time. */
function describeCalls(calls: readonly TriedCall[]): string[] {
  const byUpstream = Map.groupBy(calls, ({ upstream }) => upstream);
  return [...byUpstream].map(
    ([upstream, own]) => `${upstream} ${own.map(describeCall).join(', ')}`,
  );
}

function describeCall({ durationMs, failure }: TriedCall): string {
  const time = `${Math.round(durationMs)} ms`;
  return failure === null ? time : `${time} (${failure.reason})`;
}
