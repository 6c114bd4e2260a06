import { cellsOf } from '../draw/cells.ts';
import type { Cell, Style } from '../draw/cells.ts';
import { describeFailure, remedyOf } from '../../admin/failure-words.ts';
import type { Page } from '../page.ts';
import { showCard } from '../show-card.ts';
import { isGood } from './tried.ts';
import type { Tried, TriedCall, TriedCard } from './tried.ts';
import { describeEmpty } from './why-empty.ts';

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
    if (card.components !== null) showCard(page, card.components, wallNow);
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
  const { shows, outcome, upstream, failure, whyEmpty } = card;
  const say = (text: string) => page.say(cellsOf(text), indent);
  if (outcome === 'retired')
    return say('Marked `retired: true`: nobody is asked, and Plain hides it.');
  if (shows === 'nothing') say('No data for this customer, so Plain hides the card.');
  if (whyEmpty !== null) say(describeEmpty(whyEmpty));
  if (failure !== null) {
    const service = upstream ?? 'The gateway';
    page.say([...cellsOf(service, bold), ...cellsOf(` ${describeFailure(failure)}.`)], indent);
    if (failure.rule !== undefined)
      say(`At ${failure.pointer || 'the card itself'}: ${failure.rule}.`);
    say(remedyOf(failure));
  }
  if (shows === 'notice' && failure === null)
    say(
      "The gateway's own words, instead of the card or above an old one; its log has the reason.",
    );
  if (shows === 'notice') page.say(cellsOf('This is what agents read instead:', muted), indent);
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
