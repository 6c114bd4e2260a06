import type { GatewayFileConfig, UpstreamConfig } from './schema.ts';
import type { Finding, Validated } from './validate.ts';

/** Plain's limit of cards in a workspace. */
const maxCards = 25;

type Valid<T> = Extract<Validated<T>, { ok: true }>;

/** What is allowed but hardly meant. */
export function findWarnings(
  gateway: Valid<GatewayFileConfig>,
  upstreams: readonly Valid<UpstreamConfig>[],
): Finding[] {
  const cards = upstreams.flatMap(({ config }) => Object.values(config.cards));
  const total = cards.filter((card) => !card.retired).length;
  return [
    ...upstreams.flatMap((upstream) => lateTimeout(upstream, gateway.config.deadlineMs)),
    ...tooManyCards(gateway, total),
  ];
}

function lateTimeout({ source, config }: Valid<UpstreamConfig>, deadlineMs: number): Finding[] {
  if (config.timeoutMs <= deadlineMs) return [];
  const message =
    "longer than the gateway's deadlineMs: agents see a notice first, and the card when they reload";
  return [{ source, path: ['timeoutMs'], message }];
}

function tooManyCards({ source, config }: Valid<GatewayFileConfig>, total: number): Finding[] {
  const crowded = (path: (string | number)[], count: number): Finding[] => {
    const message = `${count} cards; a workspace of Plain shows at most ${maxCards}`;
    return count > maxCards ? [{ source, path, message }] : [];
  };
  if (config.workspaces === undefined) return crowded([], total);
  return Object.entries(config.workspaces).flatMap(([id, { cards }]) =>
    crowded(['workspaces', id, 'cards'], cards?.length ?? total),
  );
}
