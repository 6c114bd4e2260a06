import { entryOf } from '../../cache/record.ts';
import type { Clock } from '../../clock.ts';
import type { Gateway, GatewayConfig } from '../../gateway.ts';
import type { Answered, CardReport, GatewayEvents } from '../../observe/events.ts';
import type { Component } from '../../validate/components.ts';
import { createExplainer } from '../../fan-out/explainer.ts';
import type { Explainer } from '../../fan-out/explainer.ts';
import type { Question, Tried, TriedCall, TriedCard } from './tried.ts';

export interface AskDeps {
  readonly clock: Clock;
  /** Told when a call has ended. */
  readonly onCall: (call: TriedCall) => void;
  readonly isExplained: boolean;
}

/** Asks for cards the way that a gateway with this configuration would: the whole of it but its listeners, its cache empty. */
export async function askConfig(
  config: GatewayConfig,
  { keys, subject, workspaceId }: Question,
  { clock, onCall, isExplained }: AskDeps,
): Promise<Tried> {
  const calls: TriedCall[] = [];
  let answered: Answered | undefined;
  const listener: Partial<GatewayEvents> = {
    answered: (event) => void (answered = event),
    called(call) {
      calls.push(call);
      onCall(call);
    },
  };
  const explainer = createExplainer();
  // Loaded here, because other commands do without.
  const { assembleGateway } = await import('../../gateway.ts');
  const gateway = assembleGateway(config, { clock, listener, trace: explainer.trace });
  try {
    const caller = { credentialId: 'try', workspaceId, cards: null };
    const body = await gateway.answer({ cardKeys: keys, subject }, caller, clock.now());
    const { cards } = JSON.parse(body) as { cards: AnsweredCard[] };
    const reports = answered?.cards ?? [];
    return {
      cards: reports.flatMap((report, index) =>
        toTried(report, cards[index], { gateway, explainer }),
      ),
      calls,
      durationMs: answered?.durationMs ?? 0,
      explanation: isExplained ? explainer.explanation() : null,
    };
  } finally {
    await gateway.close();
  }
}

interface AnsweredCard {
  readonly timeToLiveSeconds: number;
  readonly components: readonly Component[] | null;
}

function toTried(
  { key, outcome, upstream, failure }: CardReport,
  card: AnsweredCard | undefined,
  { gateway: { slots, clock }, explainer }: { gateway: Gateway; explainer: Explainer },
): TriedCard[] {
  if (card === undefined) return [];
  const entry = entryOf(slots.select({ card: key })[0]);
  const { timeToLiveSeconds, components } = card;
  const isNotice = failure !== null || outcome === 'unknown';
  return [
    {
      key,
      shows: isNotice ? 'notice' : components ? 'card' : 'nothing',
      outcome,
      upstream,
      ageSeconds: entry && Math.floor((clock.now() - entry.sentAt) / 1000),
      ttlSeconds: entry && entry.ttlSeconds,
      plainTtlSeconds: timeToLiveSeconds,
      failure,
      whyEmpty: explainer.whyEmpty(key),
      components,
    },
  ];
}
